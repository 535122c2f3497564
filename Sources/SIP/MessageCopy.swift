import COsip2

/// Copies a parsed message out of libosip2's structures, refusing what lacks a mandatory part.
struct MessageCopy {
  private let parsed: osip_message_t
  private let head: HeadSection

  init(_ parsed: osip_message_t, head: HeadSection) {
    self.parsed = parsed
    self.head = head
  }

  /// The message, still without its body.
  func message() throws(MessageError) -> Message {
    guard let cseq = parsed.cseq?.pointee, let name = OsipText.copy(cseq.method) else {
      throw .missing("CSeq")
    }
    // RFC 3261 section 8.1.1.5: below 2**31.
    guard let number = OsipText.copy(cseq.number)?.decimal(atMost: 0x7FFF_FFFF) else {
      throw .malformed("CSeq")
    }
    let method = SIPMethod(name)
    let start = try start(method)
    let from = try party(parsed.from, "From", text: head.from)
    guard from.tag != nil else { throw .missing("From tag") }
    return Message(
      start: start, via: try topVia(), furtherVias: furtherVias(), from: from,
      to: try party(parsed.to, "To", text: head.to),
      callID: try callID(), sequence: UInt32(number), method: method, recordRoutes: recordRoutes(),
      contact: contact(), contentType: head.contentType, body: [], headers: head.headers)
  }

  private func start(_ method: SIPMethod) throws(MessageError) -> Message.Start {
    let words = head.startLine.parts(between: " ", atMost: 3)
    guard words.count >= 2 else { throw .badStartLine }
    if words[0].begins(with: "SIP/") {
      guard words[0] == "SIP/2.0" else { throw .unsupportedVersion(String(words[0])) }
      guard let status = words[1].decimal(atMost: 699), status >= 100 else { throw .badStartLine }
      return .response(status: Int(status), reason: words.count > 2 ? String(words[2]) : "")
    }
    guard words.count == 3, !words[0].isEmpty, !words[1].isEmpty else { throw .badStartLine }
    guard words[2] == "SIP/2.0" else { throw .unsupportedVersion(String(words[2])) }
    guard words[0] == method.name else { throw .malformed("CSeq (its method is not the request's)") }
    return .request(method, uri: String(words[1]))
  }

  private func topVia() throws(MessageError) -> Via {
    guard let node = parsed.vias.node, let element = node.pointee.element else { throw .missing("Via") }
    let via = element.assumingMemoryBound(to: osip_via_t.self).pointee
    guard let transport = OsipText.copy(via.protocol), let host = OsipText.copy(via.host) else {
      throw .malformed("Via")
    }
    var copy = Via(
      transport: transport, sentBy: sentBy(host: host, port: OsipText.copy(via.port)), parameters: [],
      branch: "", wantsPort: false)
    for parameter in OsipText.parameters(via.via_params) {
      if parameter.name.equalsIgnoringCase("rport") {
        copy.wantsPort = true
      } else if !parameter.name.equalsIgnoringCase("received") {
        if parameter.name.equalsIgnoringCase("branch") { copy.branch = parameter.value ?? "" }
        copy.parameters.append(parameter)
      }
    }
    guard !copy.branch.isEmpty else { throw .missing("Via branch") }
    return copy
  }

  private func sentBy(host: String, port: String?) -> String {
    // libosip2 takes the brackets off an IPv6 address.
    let written = host.firstIndex(ofByte: ":") != nil && !host.begins(with: "[") ? "[\(host)]" : host
    return port.map { "\(written):\($0)" } ?? written
  }

  private func furtherVias() -> [String] {
    guard parsed.vias.nb_elt > 1 else { return [] }
    var found: [String] = []
    var isTop = true
    OsipText.forEach(parsed.vias, of: osip_via_t.self) { via in
      if !isTop, let text = OsipText.written({ osip_via_to_str(via, $0) }) { found.append(text) }
      isTop = false
    }
    return found
  }

  private func party(
    _ header: UnsafeMutablePointer<osip_from_t>?, _ name: String, text: String
  ) throws(MessageError) -> NameAddress {
    guard let header else { throw .missing(name) }
    guard let url = header.pointee.url else { throw .malformed(name) }
    return NameAddress(
      text: text, display: OsipText.copy(header.pointee.displayname).flatMap(unquoted),
      user: OsipText.copy(url.pointee.username) ?? OsipText.copy(url.pointee.string),
      host: OsipText.copy(url.pointee.host),
      tag: OsipText.parameter("tag", of: header.pointee.gen_params))
  }

  private func unquoted(_ display: String) -> String? {
    var text = display.trimmed.utf8
    let quote = UInt8(ascii: "\"")
    if text.count >= 2, text.first == quote, text.last == quote { text = text.dropFirst().dropLast() }
    return text.isEmpty ? nil : String(Substring(text))
  }

  private func callID() throws(MessageError) -> String {
    guard let header = parsed.call_id?.pointee, let number = OsipText.copy(header.number) else {
      throw .missing("Call-ID")
    }
    return OsipText.copy(header.host).map { "\(number)@\($0)" } ?? number
  }

  private func recordRoutes() -> [String] {
    guard parsed.record_routes.nb_elt > 0 else { return [] }
    var found: [String] = []
    OsipText.forEach(parsed.record_routes, of: osip_record_route_t.self) { route in
      if let text = OsipText.written({ osip_record_route_to_str(route, $0) }) { found.append(text) }
    }
    return found
  }

  private func contact() -> String? {
    guard let element = parsed.contacts.node?.pointee.element else { return nil }
    guard let url = element.assumingMemoryBound(to: osip_contact_t.self).pointee.url else { return nil }
    return OsipText.written { osip_uri_to_str(url, $0) }
  }
}
