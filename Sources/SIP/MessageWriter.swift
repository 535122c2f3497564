/// Writes one SIP message front to back.
///
/// Values are written as they are: text of the application goes through `withoutControls` first.
struct MessageWriter {
  private(set) var bytes: [UInt8] = []

  /// Starts a request.
  init(method: SIPMethod, uri: String) {
    bytes.reserveCapacity(1_024)
    append(method.name)
    append(" ")
    append(uri)
    append(" SIP/2.0\r\n")
  }

  /// Starts a response.
  init(status: Int, reason: String) {
    bytes.reserveCapacity(1_024)
    append("SIP/2.0 ")
    append(String(status))
    append(" ")
    append(reason)
    append("\r\n")
  }

  /// Writes header lines alone, for `append(lines:)` of others.
  init() { bytes.reserveCapacity(512) }

  /// One header field.
  mutating func field(_ name: String, _ value: String) {
    append(name)
    append(": ")
    append(value)
    append("\r\n")
  }

  /// One header field after another, cleaned of control bytes.
  mutating func fields(_ fields: [HeaderFields.Field]) {
    for field in fields { self.field(field.name.withoutControls, field.value.withoutControls) }
  }

  /// Header lines written before.
  mutating func append(lines: [UInt8]) { bytes.append(contentsOf: lines) }

  /// Ends the head and appends the body.
  mutating func finish(contentType: String?, body: [UInt8]) {
    if let contentType, !body.isEmpty { field("Content-Type", contentType.withoutControls) }
    field("Content-Length", String(body.count))
    append("\r\n")
    bytes.append(contentsOf: body)
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
