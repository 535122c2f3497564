public import SansIO

/// A telephone event that is over (RFC 4733): mostly a key that was pressed and released.
public struct TelephoneEvent: Hashable, Sendable {
  /// The event code: 0-9 the digits, 10 `*`, 11 `#`, 12-15 A to D, 16 flash, above that other signals.
  public var code: UInt8
  /// How long it lasted, as far as packets told; 0 to minutes.
  public var duration: Interval

  /// Makes an event.
  public init(code: UInt8, duration: Interval) {
    self.code = code
    self.duration = duration
  }

  /// The key (`0`-`9`, `*`, `#`, `A`-`D`); `nil` for other signals.
  public var digit: Character? {
    switch code {
    case 0...9: Character(UnicodeScalar(UInt8(ascii: "0") + code))
    case 10: "*"
    case 11: "#"
    case 12...15: Character(UnicodeScalar(UInt8(ascii: "A") + code - 12))
    default: nil
    }
  }
}
