/// What SIP's grammar asks of text: comparisons and trims on ASCII bytes, without Unicode's cost.
extension StringProtocol {
  /// Whether both texts are equal when the case of ASCII letters is ignored.
  func equalsIgnoringCase(_ other: some StringProtocol) -> Bool {
    let mine = utf8
    let theirs = other.utf8
    guard mine.count == theirs.count else { return false }
    return zip(mine, theirs).allSatisfy { $0 == $1 || ($0.lowercasedASCII == $1.lowercasedASCII) }
  }

  /// Where the ASCII byte `scalar` first stands.
  func firstIndex(ofByte scalar: Unicode.Scalar) -> Index? { utf8.firstIndex(of: UInt8(ascii: scalar)) }

  /// Whether the text begins with the bytes of `prefix`.
  func begins(with prefix: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
    return utf8.starts(with: wanted)
  }

  /// The parts between ASCII bytes `separator`, empty ones too; at most `maximum` of them, the last one
  /// whole.
  func parts(between separator: Unicode.Scalar, atMost maximum: Int = .max) -> [Substring] {
    let bytes = Substring(self).utf8.split(
      separator: UInt8(ascii: separator), maxSplits: maximum - 1, omittingEmptySubsequences: false)
    return bytes.map { Substring($0) }
  }

  /// The text without spaces and tabs at its ends.
  var trimmed: Substring {
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    var text = Substring(self).utf8.drop(while: isBlank)
    while let last = text.last, isBlank(last) { text.removeLast() }
    return Substring(text)
  }

  /// The text with every control byte turned into a space, so that it cannot end its header field.
  var withoutControls: String {
    guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return String(self) }
    return String(decoding: utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
  }

  /// The number written in decimal digits only, or `nil` (no sign, no blanks, not past `maximum`).
  func decimal(atMost maximum: UInt64 = .max) -> UInt64? {
    guard !isEmpty, utf8.allSatisfy(\.isDigitASCII), let value = UInt64(self), value <= maximum
    else { return nil }
    return value
  }
}

extension UInt8 {
  /// The byte, an ASCII capital made small.
  var lowercasedASCII: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

  /// Whether the byte is `0`...`9`.
  var isDigitASCII: Bool { self >= 0x30 && self <= 0x39 }

  /// Whether the byte is an ASCII letter.
  var isLetterASCII: Bool { (0x61...0x7A).contains(self | 0x20) }

  /// Whether the byte is a hexadecimal digit.
  var isHexadecimalASCII: Bool { isDigitASCII || (0x61...0x66).contains(self | 0x20) }
}
