/// The user part of a SIP URI with stand-ins: `{call}` for the call's number, `{role}` for the role.
enum UserTemplate {
  /// The stand-ins that exist.
  static let placeholders = ["call", "role"]
  /// Longest template in characters.
  static let longest = 128

  /// `template` for one caller of one call.
  static func filled(_ template: String, call: Int, role: String) -> String {
    pieces(template).reduce(into: "") { text, piece in
      switch piece {
      case .text(let part): text += part
      case .placeholder("call"): text += "\(call)"
      case .placeholder("role"): text += role
      case .placeholder(let unknown): text += "{\(unknown)}"
      }
    }
  }

  /// What is wrong with `template`; `nil` when it always makes a user part.
  static func complaint(about template: String) -> String? {
    if template.utf8.count > longest { return "is longer than \(longest) characters" }
    for piece in pieces(template) {
      switch piece {
      case .placeholder(let name) where !placeholders.contains(name):
        return "has the stand-in \(Wording.quoted("{\(name)}")); there are `{call}` and `{role}`"
      case .text(let part):
        guard let wrong = part.unicodeScalars.first(where: { !isUserCharacter($0) }) else { continue }
        return
          "holds \(Wording.quoted(String(wrong))), which the user part of a SIP URI cannot (RFC 3261, 25.1)"
      default: continue
      }
    }
    return nil
  }

  private enum Piece {
    case text(String)
    case placeholder(String)
  }

  /// The template cut at its braces; a brace without its partner is text.
  private static func pieces(_ template: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      pieces.append(.placeholder(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }

  /// `unreserved` and `user-unreserved` of RFC 3261, section 25.1.
  private static func isUserCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: "-_.!~*'()&=+$,;?/".unicodeScalars.contains(scalar)
    }
  }
}
