import Opus
import RTP

/// Decodes a participant's Opus to 8 kHz for the callers.
///
/// The decoder is made for the first packet that is played: a room without callers never needs one.
struct OpusVoice: FrameDecoder, ~Copyable {
  private var decoder: OpusDecoder?

  /// Makes the decoder if there is none; without memory for it the voice stays silent.
  private mutating func prepare() {
    guard decoder == nil else { return }
    do throws(OpusError) {
      decoder = try OpusDecoder(sampleRate: 8000)
    } catch {}
  }

  mutating func decode(_ payload: Span<UInt8>, payloadType: UInt8, into samples: inout [Int16]) {
    prepare()
    _ = decoder?.decode(payload, into: &samples)
  }

  mutating func conceal(_ count: Int, next: Span<UInt8>, into samples: inout [Int16]) {
    prepare()
    if !next.isEmpty, decoder?.decodeFEC(next, samples: count, into: &samples) == true { return }
    _ = decoder?.conceal(samples: count, into: &samples)
  }
}
