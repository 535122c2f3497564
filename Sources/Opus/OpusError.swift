import COpus

/// The Opus library could not make an encoder or decoder.
public struct OpusError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The library's error code, negative.
  public var code: Int32

  /// What the library says.
  public var description: String { "libopus: \(String(cString: opus_strerror(code))) (\(code))" }
}
