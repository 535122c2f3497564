import COpus

/// An Opus decoder for one stream (RFC 6716), by libopus.
///
/// Gives PCM at its own rate, whatever rate the sender encoded at. Owns some 20 kB of C memory. Payloads come
/// from a peer: what cannot be decoded is answered with false and leaves the decoder usable.
public struct OpusDecoder: ~Copyable {
  /// Samples per second of the output.
  public let sampleRate: Int
  /// 1 or 2; with two, samples alternate.
  public let channels: Int

  private let state: OpaquePointer

  /// Makes a decoder.
  ///
  /// - Parameters:
  ///   - sampleRate: 8,000, 12,000, 16,000, 24,000 or 48,000.
  ///   - channels: 1 mixes stereo down, 2 doubles mono.
  public init(sampleRate: Int, channels: Int = 1) throws(OpusError) {
    precondition([8_000, 12_000, 16_000, 24_000, 48_000].contains(sampleRate), "Opus: \(sampleRate) Hz")
    precondition((1...2).contains(channels), "Opus: \(channels) channels")
    var code: Int32 = 0
    guard let state = opus_decoder_create(Int32(sampleRate), Int32(channels), &code) else {
      throw OpusError(code: code)
    }
    self.state = state
    self.sampleRate = sampleRate
    self.channels = channels
  }

  deinit { opus_decoder_destroy(state) }

  /// Appends the audio of `payload` to `pcm`: 2.5 up to 120 ms.
  ///
  /// - Returns: whether it could be decoded; `pcm` is unchanged otherwise.
  public mutating func decode(_ payload: Span<UInt8>, into pcm: inout [Int16]) -> Bool {
    guard let duration = OpusPacket.duration(of: payload) else { return false }
    return append(payload, samples: duration * sampleRate / 48_000, fec: false, to: &pcm)
  }

  /// Appends `samples` (per channel) of audio that was lost, continued from what was heard before and fading.
  ///
  /// - Parameter samples: whole multiples of 2.5 ms, at most 120 ms; any other number is answered with false.
  public mutating func conceal(samples: Int, into pcm: inout [Int16]) -> Bool {
    let none: [UInt8] = []
    return append(none.span, samples: samples, fec: false, to: &pcm)
  }

  /// Appends `samples` (per channel) of audio that was lost, from the copy of it in the packet that follows
  /// (in-band FEC); where that holds none, they are concealed.
  ///
  /// - Parameters:
  ///   - next: the packet after the lost one.
  ///   - samples: how much was lost, in whole multiples of 2.5 ms, at most 120 ms.
  public mutating func decodeFEC(_ next: Span<UInt8>, samples: Int, into pcm: inout [Int16]) -> Bool {
    guard next.count > 0 else { return false }
    return append(next, samples: samples, fec: true, to: &pcm)
  }

  /// Forgets the signal so far, as at a change of source.
  public mutating func reset() {
    let code = callbridge_opus_decoder_reset(state)
    precondition(code == OPUS_OK, "libopus does not reset its decoder")
  }

  private mutating func append(
    _ payload: Span<UInt8>, samples: Int, fec: Bool, to pcm: inout [Int16]
  ) -> Bool {
    guard samples > 0, samples <= sampleRate * 120 / 1_000, samples % (sampleRate / 400) == 0 else {
      return false
    }
    let start = pcm.count
    pcm.append(contentsOf: repeatElement(0, count: samples * channels))
    let decoded = payload.withUnsafeBufferPointer { bytes in
      pcm.withUnsafeMutableBufferPointer { output in
        // A missing packet is a null pointer, not an empty one.
        opus_decode(
          state, bytes.isEmpty ? nil : bytes.baseAddress, Int32(bytes.count), output.baseAddress! + start,
          Int32(samples), fec ? 1 : 0)
      }
    }
    let kept = Int(max(0, decoded)) * channels
    pcm.removeLast(samples * channels - kept)
    return decoded > 0
  }
}
