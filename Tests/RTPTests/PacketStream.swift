import RTP
import SansIO

/// Headers of a steady 20 ms G.711 stream, for tests to bend.
struct PacketStream {
  var ssrc: UInt32 = 0x1234_5678
  var sequence: UInt16 = 1_000
  var timestamp: UInt32 = 50_000
  var payloadType: UInt8 = 0
  var samples = 160

  /// The header of the packet `index` places after the first.
  func header(_ index: Int, marker: Bool = false) -> PacketHeader {
    PacketHeader(
      marker: marker, payloadType: payloadType, sequenceNumber: sequence &+ UInt16(truncatingIfNeeded: index),
      timestamp: timestamp &+ UInt32(truncatingIfNeeded: index * samples), ssrc: ssrc, payloadBytes: samples)
  }
}

extension Instant {
  /// The instant `count` milliseconds after the clock's start.
  static func ms(_ count: Int64) -> Instant { .zero + .milliseconds(count) }
}
