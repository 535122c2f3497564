import SansIO

extension ICECandidate: CustomStringConvertible {
  /// Reads `candidate:...`, with or without `a=` in front; what follows the type is passed over.
  ///
  /// `nil` for anything malformed, and for names in place of an address: browsers hide hosts behind mDNS
  /// names (`....local`), which nobody outside their link can resolve; their checks reveal the address.
  public init?(_ line: String) {
    var rest = line[...]
    if rest.hasPrefix("a=") { rest = rest.dropFirst(2) }
    guard line.utf8.count <= 1_024, rest.hasPrefix("candidate:") else { return nil }
    while let last = rest.last, last == "\r" || last == "\n" || last == "\r\n" { rest.removeLast() }
    let words = rest.utf8.dropFirst("candidate:".utf8.count)
      .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { Substring($0) }
    guard words.count >= 8, words[6] == "typ", (1...32).contains(words[0].utf8.count),
      words[0].utf8.allSatisfy(ICECredentials.isICECharacter),
      let component = Self.number(words[1], 1...256),
      let transport = Transport(rawValue: words[2].lowercased()),
      let priority = Self.number(words[3], 1...0x7FFF_FFFF),
      let ip = IPAddress(words[4]), let port = Self.number(words[5], 0...0xFFFF),
      let kind = Kind(rawValue: String(words[7]))
    else { return nil }
    foundation = String(words[0])
    self.component = UInt16(component)
    self.transport = transport
    self.priority = UInt32(priority)
    address = TransportAddress(ip, UInt16(port))
    self.kind = kind
  }

  /// `candidate:...`, as a trickled candidate and (after `a=`) an SDP attribute have it.
  public var description: String {
    let text =
      "candidate:\(foundation) \(component) \(transport.rawValue) \(priority) \(address.ip) \(address.port)"
      + " typ \(kind.rawValue)"
    // The grammar wants a related address for reflexive and relayed candidates; nobody needs the true one.
    return kind == .host
      ? text : text + (address.ip.family == .v4 ? " raddr 0.0.0.0" : " raddr ::") + " rport 0"
  }

  private static func number(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
    guard (1...10).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Int(text), range.contains(value)
    else { return nil }
    return value
  }
}
