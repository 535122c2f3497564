import Opus

/// Encodes what a participant says: 20 ms of 8 kHz mono at a time, as telephone speech needs.
final class OpusMouth {
  /// Samples of a frame.
  static let frame = 160
  /// Ticks of a frame on the RTP clock of Opus.
  static let ticks: UInt32 = 960

  private var encoder: OpusEncoder
  private var payload: [UInt8] = []

  init() throws(OpusError) {
    // Not `.voip`: its long-term prediction harms probes that come out of silence (Docs/Measurement.md), and it costs
    // twice as much.
    encoder = try OpusEncoder(sampleRate: 8000, application: .audio, bitrate: 24_000, complexity: 0)
    payload.reserveCapacity(400)
  }

  /// How much later than the encoded sound the decoded one is, samples at 8 kHz.
  var lookAhead: Int { encoder.lookAhead }

  /// The payload of a frame; `nil` when libopus refuses it.
  func encode(_ samples: [Int16]) -> [UInt8]? {
    encoder.encode(samples.span, into: &payload) ? payload : nil
  }
}
