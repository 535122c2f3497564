/// A unit in which figures are written and read.
public enum FigureUnit: String, Sendable, CaseIterable {
  case microseconds = "us"
  case milliseconds = "ms"
  case seconds = "s"
  case percent = "%"
  /// Occurrences, or a share 0...1.
  case plain = ""

  /// Decimals that figures are shown with at most.
  static let decimals = 6

  /// Power of ten by which a number in this unit becomes nanoseconds, occurrences or a share.
  var exponent: Int {
    switch self {
    case .microseconds: 3
    case .milliseconds: 6
    case .seconds: 9
    case .percent: -2
    case .plain: 0
    }
  }

  /// Writes `figure` (nanoseconds, occurrences or a share) in this unit, as in `12.345 ms`.
  ///
  /// At most six decimals, and no trailing zeros.
  public func text(of figure: Double) -> String {
    let scaled = figure / scale
    let number = FigureUnit.decimal(scaled)
    return switch self {
    case .microseconds, .milliseconds, .seconds: "\(number) \(rawValue)"
    case .percent: "\(number) %"
    case .plain: number
    }
  }

  private var scale: Double {
    switch self {
    case .microseconds: 1e3
    case .milliseconds: 1e6
    case .seconds: 1e9
    case .percent: 1e-2
    case .plain: 1
    }
  }

  /// `value` with at most six decimals; very large values as Swift prints them.
  static func decimal(_ value: Double) -> String {
    let millionths = (value * 1e6).rounded()
    guard let exact = Int64(exactly: millionths) else { return "\(value)" }
    let (whole, rest) = exact.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var text = "\(whole)"
    if rest > 0 {
      var decimals = String(1_000_000 + rest).dropFirst()
      while decimals.last == "0" { decimals.removeLast() }
      text += ".\(decimals)"
    }
    return exact < 0 ? "-\(text)" : text
  }
}
