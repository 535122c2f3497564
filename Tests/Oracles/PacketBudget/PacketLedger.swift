package import SansIO

/// A sink that keeps what is sent in memory which it has from the start, so that what a machine allocates is the machine's.
package struct PacketLedger: MediaSink {
  /// A datagram that was sent.
  package struct Packet {
    package var bytes: [UInt8]
    package var kind: MediaKind
    package var port: UInt16
    package var to: TransportAddress

    /// A datagram of `bytes`.
    package init(bytes: [UInt8], kind: MediaKind, port: UInt16, to: TransportAddress) {
      (self.bytes, self.kind, self.port, self.to) = (bytes, kind, port, to)
    }

    /// Whether it is RTP, by RFC 7983 and RFC 5761; else it is a report, a check or part of a handshake.
    package var isMedia: Bool {
      guard kind == .room else { return kind == .rtp }
      return bytes.count > 1 && (128...191).contains(bytes[0]) && !(192...223).contains(bytes[1])
    }
  }

  private struct Entry {
    var kind: MediaKind
    var port: UInt16
    var to: TransportAddress
    var end: Int
  }

  private static let mostBytes = 1 << 20
  private static let mostEntries = 4_096

  /// The instant that every send answers.
  package var now = Instant.zero
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []

  /// An empty ledger.
  package init() {
    bytes.reserveCapacity(PacketLedger.mostBytes)
    entries.reserveCapacity(PacketLedger.mostEntries)
  }

  package mutating func send(
    _ datagram: borrowing [UInt8], kind: MediaKind, from port: UInt16, to: TransportAddress
  ) -> Instant? {
    precondition(
      bytes.count + datagram.count <= PacketLedger.mostBytes && entries.count < PacketLedger.mostEntries,
      "PacketLedger: full; take what is in it more often")
    for index in datagram.indices { bytes.append(datagram[index]) }
    entries.append(Entry(kind: kind, port: port, to: to, end: bytes.count))
    return now
  }

  /// Takes out what was sent, in order.
  package mutating func take() -> [Packet] {
    var start = 0
    let packets = entries.map { entry in
      defer { start = entry.end }
      return Packet(bytes: Array(bytes[start..<entry.end]), kind: entry.kind, port: entry.port, to: entry.to)
    }
    bytes.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    return packets
  }
}
