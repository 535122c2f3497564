import SansIO

/// A target as a person writes it: `embedded`, or `sip:host[:port][;transport=udp|tcp]`.
public struct TargetURI: Sendable, Equatable {
  /// What is called.
  public var target: TargetPlan
  /// The transport, where the text names one.
  public var transport: Transport?

  /// A target that names no transport.
  init(target: TargetPlan) { self.target = target }

  /// Reads a target. The port is 5060 where none is written (RFC 3261, 19.1.2); IPv6 addresses stand in
  /// brackets.
  public init(parsing text: String) throws(TargetError) {
    if text == "embedded" {
      self.target = .embedded(settings: [:])
      return
    }
    guard text.utf8.count <= 300, text.hasPrefix("sip:") else { throw TargetError(text, "is not a target") }
    let parts = text.dropFirst(4).split(separator: ";", omittingEmptySubsequences: false)
    let place = parts[0]
    if place.contains("@") {
      throw TargetError(text, "names a user; whom a caller dials is its `dial`, the target is only a host")
    }
    let (host, port) = try TargetURI.hostAndPort(place, of: text)
    self.target = .sip(host: host, port: port)
    for parameter in parts.dropFirst() {
      let pair = parameter.split(separator: "=", maxSplits: 1).map { $0.lowercased() }
      guard pair.count == 2, pair[0] == "transport", let transport = Transport(rawValue: pair[1]) else {
        throw TargetError(
          text,
          "has the parameter \(Wording.quoted(String(parameter))); only `transport=` is known"
        )
      }
      self.transport = transport
    }
  }

  private static func hostAndPort(_ place: Substring, of text: String) throws(TargetError) -> (String, UInt16)
  {
    let afterHost =
      place.hasPrefix("[") ? place.firstIndex(of: "]").map(place.index(after:)) : place.firstIndex(of: ":")
    let host = place[..<(afterHost ?? place.endIndex)]
    let rest = place[host.endIndex...]
    guard rest.isEmpty || rest.hasPrefix(":") else { throw TargetError(text, "has no port behind its `]`") }
    let digits = rest.dropFirst()
    guard let port = rest.isEmpty ? 5060 : UInt16(digits), port > 0, digits.first != "+" else {
      throw TargetError(
        text, "has the port \(Wording.quoted(String(digits))); a port is a number from 1 to 65535")
    }
    if let address = IPAddress(host), address.family == .v4 || host.hasPrefix("[") {
      return ("\(address)", port)
    }
    guard isName(host) else {
      throw TargetError(
        text, "has the host \(Wording.quoted(String(host))), which is neither a name nor an address")
    }
    return (String(host), port)
  }

  /// Letters, digits, hyphens and dots; not all digits and dots, which would be a mistyped address.
  private static func isName(_ host: Substring) -> Bool {
    host.utf8.count <= 253 && host.contains(where: \.isLetter)
      && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        !label.isEmpty && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      }
  }
}

extension TargetPlan {
  /// Reads a target as it is written behind `--target`: `embedded` or `sip:host[:port]`. A `;transport=` is
  /// checked and dropped; see `TargetURI`.
  public init(parsing text: String) throws(TargetError) { self = try TargetURI(parsing: text).target }
}
