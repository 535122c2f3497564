/// A setting that cannot be used: which one, where it came from, what was wrong, and what would be right.
public struct SettingError: Error, CustomStringConvertible, Equatable {
  /// Name of the variable, flag, or the path inside a file.
  public var setting: String
  /// The value found.
  public var value: String
  /// What would be right, as in `a length of time such as 10s or 500ms`.
  public var expected: String

  /// `setting` holds `value` but should be `expected`.
  public init(setting: String, value: String, expected: String) {
    self.setting = setting
    self.value = value
    self.expected = expected
  }

  /// One line for a person.
  public var description: String { "\(setting): \"\(value)\" cannot be used; expected \(expected)" }
}
