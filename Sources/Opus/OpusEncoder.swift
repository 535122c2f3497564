import COpus

/// An Opus encoder for one stream (RFC 6716), by libopus.
///
/// Owns some 20 kB of C memory. Input is 16-bit PCM; every encoded packet stands for one frame.
public struct OpusEncoder: ~Copyable {
  /// Samples per second of the input.
  public let sampleRate: Int
  /// 1 or 2; with two, samples alternate.
  public let channels: Int

  private let state: OpaquePointer

  /// Makes an encoder.
  ///
  /// - Parameters:
  ///   - sampleRate: 8,000, 12,000, 16,000, 24,000 or 48,000; 8,000 makes narrowband packets.
  ///   - channels: 1 or 2.
  ///   - application: what to tune for.
  ///   - bitrate: bits per second, 500 up to 512,000.
  ///   - complexity: 0 (least CPU) up to 10.
  ///   - inbandFEC: whether packets repeat the one before at a low rate (only in SILK coding, and once
  ///     `expectedLoss` says that it pays).
  ///   - dtx: whether silence is sent as packets of 1 or 2 bytes, which need not be transmitted.
  ///   - expectedLoss: the share of lost packets to prepare for, in percent, 0...100.
  public init(
    sampleRate: Int, channels: Int = 1, application: OpusApplication = .voip, bitrate: Int = 24_000,
    complexity: Int = 5, inbandFEC: Bool = false, dtx: Bool = false, expectedLoss: Int = 0
  ) throws(OpusError) {
    precondition([8_000, 12_000, 16_000, 24_000, 48_000].contains(sampleRate), "Opus: \(sampleRate) Hz")
    precondition((1...2).contains(channels), "Opus: \(channels) channels")
    precondition((500...512_000).contains(bitrate), "Opus: \(bitrate) bit/s")
    precondition((0...10).contains(complexity), "Opus: complexity \(complexity)")
    precondition((0...100).contains(expectedLoss), "Opus: \(expectedLoss) % loss")
    var code: Int32 = 0
    guard let state = opus_encoder_create(Int32(sampleRate), Int32(channels), application.code, &code) else {
      throw OpusError(code: code)
    }
    self.state = state
    self.sampleRate = sampleRate
    self.channels = channels
    set(OPUS_SET_BITRATE_REQUEST, bitrate)
    set(OPUS_SET_COMPLEXITY_REQUEST, complexity)
    set(OPUS_SET_INBAND_FEC_REQUEST, inbandFEC ? 1 : 0)
    set(OPUS_SET_PACKET_LOSS_PERC_REQUEST, expectedLoss)
    set(OPUS_SET_DTX_REQUEST, dtx ? 1 : 0)
  }

  deinit { opus_encoder_destroy(state) }

  /// By how many samples (at `sampleRate`) the decoded signal comes later than the encoded one.
  public var lookAhead: Int {
    var value: opus_int32 = 0
    let code = callbridge_opus_encoder_get(state, OPUS_GET_LOOKAHEAD_REQUEST, &value)
    precondition(code == OPUS_OK, "libopus does not say its look-ahead")
    return Int(value)
  }

  /// Encodes one frame over `payload`.
  ///
  /// - Parameters:
  ///   - pcm: 2.5, 5, 10, 20, 40 or 60 ms of samples.
  ///   - payload: gets the packet, at most 1,275 bytes; its memory is reused.
  /// - Returns: whether it was encoded; false, with an empty payload, for any other length of frame.
  public mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) -> Bool {
    let longest = OpusPacket.longestFrame
    payload.removeAll(keepingCapacity: true)
    guard pcm.count > 0, pcm.count % channels == 0 else { return false }
    payload.append(contentsOf: repeatElement(0, count: longest))
    let count = pcm.withUnsafeBufferPointer { samples in
      payload.withUnsafeMutableBufferPointer { bytes in
        opus_encode(
          state, samples.baseAddress!, Int32(pcm.count / channels), bytes.baseAddress!, Int32(longest))
      }
    }
    payload.removeLast(longest - Int(max(0, count)))
    return count > 0
  }

  /// Changes the bit rate, 500 up to 512,000 bits per second.
  public mutating func setBitrate(_ bitrate: Int) {
    precondition((500...512_000).contains(bitrate), "Opus: \(bitrate) bit/s")
    set(OPUS_SET_BITRATE_REQUEST, bitrate)
  }

  /// Changes the share of lost packets that in-band FEC prepares for, in percent, 0...100.
  public mutating func setExpectedLoss(_ percent: Int) {
    precondition((0...100).contains(percent), "Opus: \(percent) % loss")
    set(OPUS_SET_PACKET_LOSS_PERC_REQUEST, percent)
  }

  /// Forgets the signal so far.
  public mutating func reset() {
    let code = callbridge_opus_encoder_reset(state)
    precondition(code == OPUS_OK, "libopus does not reset its encoder")
  }

  private func set(_ request: Int32, _ value: Int) {
    let code = callbridge_opus_encoder_set(state, request, opus_int32(value))
    precondition(code == OPUS_OK, "libopus refuses setting \(request) to \(value)")
  }
}
