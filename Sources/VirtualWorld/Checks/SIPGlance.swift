/// The few fields of a SIP message that checks go by, read without the parser that both sides share.
package struct SIPGlance {
  /// The method of CSeq.
  package var method: Substring
  /// The number of CSeq.
  package var number: Substring
  /// Whether it is a request.
  package var isRequest: Bool
  /// The status of a response.
  package var status: Int?
  /// The Call-ID.
  package var callID: String
  /// The tag of To, empty without one.
  package var toTag: Substring

  /// `nil` for what is no SIP message.
  package init?(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    guard let start = lines.first, !start.isEmpty else { return nil }
    var fields: [String: Substring] = [:]
    for line in lines.dropFirst() {
      guard !line.isEmpty else { break }
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      fields[line[..<colon].lowercased()] = value
    }
    let words = (fields["cseq"] ?? "").split(separator: " ")
    guard words.count == 2, let callID = fields["call-id"] ?? fields["i"] else { return nil }
    number = words[0]
    method = words[1]
    self.callID = String(callID)
    toTag = ((fields["to"] ?? fields["t"])?.split(separator: ";tag=").dropFirst().first) ?? ""
    isRequest = !start.hasPrefix("SIP/2.0 ")
    status = isRequest ? nil : start.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    // The ACK to an INVITE has its number and another method.
    if isRequest, start.prefix(while: { $0 != " " }) != method { return nil }
  }
}
