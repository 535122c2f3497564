import Bridge
import PhoneLeg
import SansIO

/// Reads typed values out of environment variables.
struct SettingReader {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  func text(_ name: String) -> String? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    return value
  }

  func address(_ name: String) throws(SettingError) -> TransportAddress? {
    try parse(name, expected: "an address with a port, such as 0.0.0.0:5060") { TransportAddress($0) }
  }

  func ip(_ name: String) throws(SettingError) -> IPAddress? {
    try parse(name, expected: "a numeric IP address, such as 203.0.113.10") { IPAddress($0) }
  }

  /// An address with or without a port; without one the port is 0.
  func addressOrIP(_ name: String) throws(SettingError) -> TransportAddress? {
    try parse(
      name, expected: "a numeric IP address, with a port if that is another one, such as 203.0.113.10:17882"
    ) {
      TransportAddress($0) ?? IPAddress($0).map { TransportAddress($0, 0) }
    }
  }

  /// Two values that make sense together only.
  func keyPair(_ key: String, _ secret: String) throws(SettingError) -> (key: String, secret: String)? {
    switch (text(key), text(secret)) {
    case (nil, nil): return nil
    case (let key?, let secret?): return (key, secret)
    case (nil, _?): throw SettingError(setting: key, value: "", expected: "a value, as \(secret) has one")
    case (_?, nil): throw SettingError(setting: secret, value: "", expected: "a value, as \(key) has one")
    }
  }

  func roomEnd(_ name: String) throws(SettingError) -> RoomEnd? {
    let words = RoomEnd.allCases.map(\.rawValue).joined(separator: " or ")
    return try parse(name, expected: words) { RoomEnd(rawValue: $0) }
  }

  func ports(_ name: String) throws(SettingError) -> PortRange? {
    try parse(name, expected: "a range of UDP ports above 1023, such as 20000-24999") { PortRange($0) }
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(SettingError) -> Int? {
    try parse(name, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
      Int($0).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A number, or `off` for none: the outer optional tells whether the variable is set.
  func optionalInteger(_ name: String, in range: ClosedRange<Int>) throws(SettingError) -> Int?? {
    if text(name) == "off" { return .some(nil) }
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound), or off"
    return try parse(name, expected: expected) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
      .map { .some($0) }
  }

  func interval(_ name: String) throws(SettingError) -> Interval? {
    try parse(name, expected: "a length of time such as 10s or 500ms", SettingReader.interval)
  }

  func jitterBuffer(_ name: String) throws(SettingError) -> Interval? {
    try parse(name, expected: "a length of time up to 250ms, such as 20ms") {
      SettingReader.interval($0).flatMap { $0 <= .milliseconds(250) ? $0 : nil }
    }
  }

  /// A time, or `off` for never: the outer optional tells whether the variable is set.
  func optionalInterval(_ name: String) throws(SettingError) -> Interval?? {
    if text(name) == "off" { return .some(nil) }
    return try parse(name, expected: "a length of time such as 10s or 500ms, or off", SettingReader.interval)
      .map { .some($0) }
  }

  func logLevel(_ name: String) throws(SettingError) -> String? {
    let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
    return try parse(name, expected: "one of \(levels.joined(separator: ", "))") {
      levels.contains($0) ? $0 : nil
    }
  }

  private func parse<Value>(
    _ name: String, expected: String, _ convert: (String) -> Value?
  ) throws(SettingError) -> Value? {
    guard let text = text(name) else { return nil }
    guard let value = convert(text) else {
      throw SettingError(setting: name, value: text, expected: expected)
    }
    return value
  }

  /// `10s`, `500ms`, `2min`, or a bare number of seconds; positive and at most a day.
  private static func interval(_ text: String) -> Interval? {
    let units: [(String, Double)] = [("ms", 1e6), ("min", 60e9), ("s", 1e9), ("", 1e9)]
    guard let unit = units.first(where: { text.hasSuffix($0.0) }),
      let number = Double(text.dropLast(unit.0.count)), number * unit.1 >= 1, number * unit.1 <= 86_400e9
    else { return nil }
    return .nanoseconds(Int64(number * unit.1))
  }
}
