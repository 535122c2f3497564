import PhoneLeg
import RTP
import SansIO

/// A sink that keeps everything.
struct Collector: MediaSink {
  /// A datagram that was sent.
  struct Packet {
    var bytes: [UInt8]
    var kind: MediaKind
    var port: UInt16
    var to: TransportAddress

    /// Its RTP header; that of no packet at all when it has none.
    var header: PacketHeader {
      (try? PacketHeader(parsing: bytes.span))
        ?? PacketHeader(payloadType: 127, sequenceNumber: 0, timestamp: 0, ssrc: 0, payloadBytes: 0)
    }
  }

  var now = Instant.zero
  var isBroken = false
  private(set) var packets: [Packet] = []

  mutating func send(
    _ datagram: borrowing [UInt8], kind: MediaKind, from port: UInt16, to: TransportAddress
  ) -> Instant? {
    guard !isBroken else { return nil }
    packets.append(Packet(bytes: copy datagram, kind: kind, port: port, to: to))
    return now
  }

  mutating func takeAll() -> [Packet] {
    defer { packets.removeAll() }
    return packets
  }
}
