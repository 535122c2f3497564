import Opus
import RTP

/// Encodes one caller's sound to Opus: once, for all who hear it.
final class Transcoder {
  private var encoder: OpusEncoder
  private var payload: [UInt8] = []
  private var sequenceNumber: UInt16 = 0

  /// `nil` when there is no memory for an encoder.
  init?() {
    do throws(OpusError) {
      // As good as G.711 is: the source is 8 kHz, and a phone call needs no more.
      encoder = try OpusEncoder(
        sampleRate: 8000, application: .audio, bitrate: 32_000, complexity: 5)
    } catch {
      return nil
    }
    payload.reserveCapacity(400)
  }

  /// Encodes 160 samples at 8 kHz, the frame `number` of the caller.
  func encode(_ samples: Span<Int16>, number: UInt32) -> (payload: [UInt8], header: PacketHeader)? {
    guard encoder.encode(samples, into: &payload) else { return nil }
    defer { sequenceNumber &+= 1 }
    let header = PacketHeader(
      payloadType: 111, sequenceNumber: sequenceNumber, timestamp: number &* 960, ssrc: 0,
      payloadBytes: payload.count)
    return (payload, header)
  }
}
