/// Why a text is no target, and what would be one.
public struct TargetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The whole sentence.
  public let description: String

  init(_ written: String, _ complaint: String) {
    description =
      "\(Wording.quoted(written)) \(complaint); write `embedded` or `sip:127.0.0.1:5060;transport=udp`"
  }
}
