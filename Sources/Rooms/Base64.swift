/// Bytes as text of 64 letters (RFC 4648).
public enum Base64 {
  /// Which letters stand for the values 62 and 63.
  public enum Alphabet: Hashable, Sendable {
    /// `+` and `/` (RFC 4648 §4).
    case standard
    /// `-` and `_`, which may stand in a URL as they are (RFC 4648 §5).
    case urlSafe
  }

  /// Four letters for three bytes; `padded` fills the last group up with `=`.
  public static func encode(_ bytes: [UInt8], alphabet: Alphabet, padded: Bool) -> String {
    let letters = alphabet == .standard ? standardLetters : urlLetters
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let present = min(3, bytes.count - index)
      var group = UInt32(bytes[index]) << 16
      if present > 1 { group |= UInt32(bytes[index + 1]) << 8 }
      if present > 2 { group |= UInt32(bytes[index + 2]) }
      for place in 0...3 {
        if place <= present {
          text.append(letters[Int(group >> UInt32(18 - 6 * place)) & 63])
        } else if padded {
          text.append(UInt8(ascii: "="))
        }
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let standardLetters = (0..<64).map { letter($0, .standard) }
  private static let urlLetters = (0..<64).map { letter($0, .urlSafe) }

  /// The bytes that `text` stands for, padded or not.
  ///
  /// `nil` when a letter is not of the alphabet, the padding is wrong, one letter is left over, or bits beyond
  /// the last byte are set: every byte string has exactly one text (two with the padded one).
  public static func decode(_ text: some StringProtocol, alphabet: Alphabet) -> [UInt8]? {
    var letters = [UInt8](text.utf8)
    let unpadded = letters.lastIndex { $0 != UInt8(ascii: "=") }.map { $0 + 1 } ?? 0
    if unpadded < letters.count {
      guard letters.count % 4 == 0, letters.count - unpadded <= 2 else { return nil }
      letters.removeSubrange(unpadded...)
    }
    guard letters.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(letters.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var width: UInt32 = 0
    for letter in letters {
      guard let value = value(of: letter, alphabet) else { return nil }
      bits = bits << 6 | UInt32(value)
      width += 6
      if width >= 8 {
        width -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> width))
        bits &= 1 << width - 1
      }
    }
    return bits == 0 ? bytes : nil
  }

  private static func letter(_ value: UInt8, _ alphabet: Alphabet) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") + value
    case 26..<52: UInt8(ascii: "a") + value - 26
    case 52..<62: UInt8(ascii: "0") + value - 52
    case 62: alphabet == .standard ? UInt8(ascii: "+") : UInt8(ascii: "-")
    default: alphabet == .standard ? UInt8(ascii: "/") : UInt8(ascii: "_")
    }
  }

  private static func value(of letter: UInt8, _ alphabet: Alphabet) -> UInt8? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
    case self.letter(62, alphabet): 62
    case self.letter(63, alphabet): 63
    default: nil
    }
  }
}
