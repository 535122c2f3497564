/// How loud the audio of one packet is, as its sender says in a header extension (RFC 6464 §3).
public struct AudioLevel: Hashable, Sendable {
  /// Whether the sender takes the audio for speech.
  public var isVoice: Bool
  /// The level in decibels below the loudest possible, 0...127: 0 is the loudest, 127 is silence.
  public var decibelsBelowOverload: UInt8

  /// Makes a level; `decibelsBelowOverload` is 0...127.
  public init(isVoice: Bool, decibelsBelowOverload: UInt8) {
    precondition(decibelsBelowOverload < 128, "an audio level is 0...127 dB below overload")
    self.isVoice = isVoice
    self.decibelsBelowOverload = decibelsBelowOverload
  }

  /// The level of audio at `dBm0` (−∞ for silence). The loudest possible, 0 dBov, is the RMS of a square wave of full
  /// scale: 6.35 dBm0, where a sine of the largest µ-law sample is 3.17.
  public init(isVoice: Bool, dBm0: Double) {
    let below = 6.35 - dBm0
    self.init(
      isVoice: isVoice,
      decibelsBelowOverload: below < 127 ? UInt8(max(0, below.rounded())) : 127)
  }

  /// The level that the byte of the extension says.
  init(byte: UInt8) {
    isVoice = byte & 0x80 != 0
    decibelsBelowOverload = byte & 0x7F
  }

  /// The byte of the extension.
  var byte: UInt8 { decibelsBelowOverload | (isVoice ? 0x80 : 0) }
}
