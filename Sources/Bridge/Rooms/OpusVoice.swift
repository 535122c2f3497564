import Opus
import RTP

/// Decodes a participant's Opus to 8 kHz for the callers.
struct OpusVoice: FrameDecoder, ~Copyable {
  private var decoder: OpusDecoder

  init() throws(OpusError) { decoder = try OpusDecoder(sampleRate: 8000) }

  mutating func decode(_ payload: Span<UInt8>, payloadType: UInt8, into samples: inout [Int16]) {
    _ = decoder.decode(payload, into: &samples)
  }

  mutating func conceal(_ count: Int, next: Span<UInt8>, into samples: inout [Int16]) {
    if !next.isEmpty, decoder.decodeFEC(next, samples: count, into: &samples) { return }
    _ = decoder.conceal(samples: count, into: &samples)
  }
}
