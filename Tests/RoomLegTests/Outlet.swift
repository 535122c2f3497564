import PhoneLeg
import SansIO

/// A sink that collects datagrams until the link carries them away.
struct Outlet: MediaSink {
  let now: Instant
  private(set) var packets: [(bytes: [UInt8], port: UInt16, to: TransportAddress)] = []

  init(at now: Instant) { self.now = now }

  mutating func send(
    _ datagram: borrowing [UInt8], kind: MediaKind, from port: UInt16, to: TransportAddress
  ) -> Instant? {
    packets.append((copy datagram, port, to))
    return now
  }
}
