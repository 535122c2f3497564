import PhoneLeg
import SansIO

/// A sink that collects packets until the world carries them away.
struct Outlet: MediaSink {
  /// A packet that left.
  struct Packet {
    var bytes: [UInt8]
    var kind: MediaKind
    var port: UInt16
    var to: TransportAddress
  }

  let now: Instant
  private(set) var packets: [Packet] = []

  init(at now: Instant) { self.now = now }

  mutating func send(
    _ datagram: borrowing [UInt8], kind: MediaKind, from port: UInt16, to: TransportAddress
  ) -> Instant? {
    packets.append(Packet(bytes: copy datagram, kind: kind, port: port, to: to))
    return now
  }
}
