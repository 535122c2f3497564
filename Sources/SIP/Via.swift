import SansIO

/// One hop of a request's way, as its topmost Via header field has it (RFC 3261 section 20.42).
package struct Via: Hashable, Sendable {
  /// What RFC 3261's branches begin with (section 8.1.1.7).
  package static var cookie: StaticString { "z9hG4bK" }

  /// The transport's name, such as `UDP`.
  package var transport: String
  /// Host and port the hop claims to send from, as written.
  package var sentBy: String
  /// All parameters but `received` and `rport`.
  package var parameters: [SIPURI.Parameter]
  /// The `branch` parameter.
  package var branch: String
  /// Whether the hop asked for the port its request came from (RFC 3581).
  package var wantsPort: Bool

  /// The header field's value for a response to a request that came from `source` (RFC 3581 section 4).
  ///
  /// `received` is always written: it does no harm where the hop's own word is right.
  func text(from source: TransportAddress) -> String {
    var text = "SIP/2.0/\(transport) \(sentBy)"
    for parameter in parameters { text += ";" + parameter.description }
    text += ";received=\(source.ip)"
    if wantsPort { text += ";rport=\(source.port)" }
    return text
  }
}
