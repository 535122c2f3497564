/// An IPv4 or IPv6 address as a plain value, with no system types.
public struct IPAddress: Hashable, Sendable {
  /// Which protocol version an address belongs to.
  public enum Family: UInt8, Hashable, Sendable { case v4, v6 }

  /// The version.
  public var family: Family
  /// The upper eight bytes of an IPv6 address; zero for IPv4.
  public var high: UInt64
  /// The lower eight bytes of an IPv6 address, or the four bytes of an IPv4 address, in numeric order.
  public var low: UInt64

  /// An IPv4 address of four bytes, the first one highest.
  public init(v4: UInt32) {
    family = .v4
    high = 0
    low = UInt64(v4)
  }

  /// An IPv6 address of two halves.
  public init(v6High: UInt64, low: UInt64) {
    family = .v6
    high = v6High
    self.low = low
  }

  /// 127.0.0.1.
  public static var loopback: IPAddress { IPAddress(v4: 0x7F00_0001) }
  /// 0.0.0.0: every IPv4 address of the machine when binding.
  public static var anyV4: IPAddress { IPAddress(v4: 0) }

  /// Whether this is 127.0.0.0/8 or `::1`.
  public var isLoopback: Bool { family == .v4 ? low >> 24 == 127 : high == 0 && low == 1 }
  /// Whether this is 0.0.0.0 or `::`.
  public var isUnspecified: Bool { high == 0 && low == 0 }

  /// Parses dotted-quad IPv4, or IPv6 with or without brackets; `nil` for anything else, host names too.
  public init?(_ text: some StringProtocol) {
    var text = Substring(text)
    let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
    if isBracketed { text = text.dropFirst().dropLast() }
    if isBracketed || text.contains(":") {
      guard let halves = IPAddress.parseV6(text) else { return nil }
      self.init(v6High: halves.high, low: halves.low)
    } else {
      guard let value = IPAddress.parseV4(text) else { return nil }
      self.init(v4: value)
    }
  }

  private static func parseV4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy({ $0.isASCII && $0.isNumber }),
        let byte = UInt8(part)
      else { return nil }
      value = value << 8 | UInt32(byte)
    }
    return value
  }

  private static func parseV6(_ text: Substring) -> (high: UInt64, low: UInt64)? {
    var groups: [UInt16] = []
    var gap: Int?
    var rest = text
    if rest.hasPrefix("::") {
      gap = 0
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: ":") ?? rest.endIndex
      let part = rest[..<end]
      if part.contains("."), end == rest.endIndex, let v4 = parseV4(part) {
        groups += [UInt16(v4 >> 16), UInt16(v4 & 0xFFFF)]
        break
      }
      guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit), let group = UInt16(part, radix: 16)
      else { return nil }
      groups.append(group)
      rest = rest[end...].dropFirst()
      if end != text.endIndex, rest.isEmpty { return nil }
      if rest.hasPrefix(":") {
        guard gap == nil else { return nil }
        gap = groups.count
        rest = rest.dropFirst()
      }
    }
    if let gap {
      guard groups.count < 8 else { return nil }
      groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    let half: (ArraySlice<UInt16>) -> UInt64 = { $0.reduce(0) { $0 << 16 | UInt64($1) } }
    return (half(groups[0..<4]), half(groups[4..<8]))
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted quad for IPv4; RFC 5952 text for IPv6, without brackets.
  public var description: String {
    guard family == .v6 else {
      return "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255)"
    }
    let groups = [high, low].flatMap { half in [48, 32, 16, 0].map { UInt16(half >> UInt64($0) & 0xFFFF) } }
    let zeros = IPAddress.longestZeroRun(groups)
    let text: (Range<Int>) -> String = { groups[$0].map { String($0, radix: 16) }.joined(separator: ":") }
    guard let zeros else { return text(0..<8) }
    return text(0..<zeros.lowerBound) + "::" + text(zeros.upperBound..<8)
  }

  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
    var best: Range<Int>?
    var start = 0
    while start < groups.count {
      var end = start
      while end < groups.count, groups[end] == 0 { end += 1 }
      if end - start >= 2, end - start > (best?.count ?? 0) { best = start..<end }
      start = max(end, start + 1)
    }
    return best
  }
}
