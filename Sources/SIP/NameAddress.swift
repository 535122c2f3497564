/// The party of a From or To header field (RFC 3261 section 20.20).
package struct NameAddress: Hashable, Sendable {
  /// The whole value, parameters included, to be sent back.
  package var text: String
  /// The display name without its quotes.
  package var display: String?
  /// The user part of a SIP URI, or the whole of a URI of another scheme.
  package var user: String?
  /// The host of a SIP URI.
  package var host: String?
  /// The tag that makes the party one end of a dialog.
  package var tag: String?
}
