import COpus

/// What an encoder is tuned for.
public enum OpusApplication: Hashable, Sendable, CaseIterable {
  /// Intelligible speech at low rates: SILK and hybrid coding, a look-ahead of 6.5 ms. Signals that are no
  /// voice suffer: of probes out of silence a few lose their code.
  case voip
  /// Faithfulness to the signal, music and probes too; a look-ahead of 6.5 ms, and half the CPU of `voip`.
  case audio
  /// The least delay: CELT coding alone, a look-ahead of 2.5 ms.
  case lowDelay

  var code: Int32 {
    switch self {
    case .voip: OPUS_APPLICATION_VOIP
    case .audio: OPUS_APPLICATION_AUDIO
    case .lowDelay: OPUS_APPLICATION_RESTRICTED_LOWDELAY
    }
  }
}
