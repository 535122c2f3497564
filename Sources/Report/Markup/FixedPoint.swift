/// Decimal text of fixed precision, the same on every machine.
package enum FixedPoint {
  /// `value` rounded half away from zero to `digits` decimals (0...6), as in `-12.50`; `–` when it is no
  /// number or beyond 10¹².
  ///
  /// - Parameter grouping: whether thousands are set apart by commas.
  package static func text(_ value: Double, digits: Int, grouping: Bool = false) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "–" }
    let unit = (0..<digits).reduce(Int64(1)) { power, _ in power * 10 }
    let scaled = Int64((value.magnitude * Double(unit)).rounded())
    var text = String(scaled / unit)
    if grouping { text = grouped(text) }
    if digits > 0 {
      let fraction = String(scaled % unit)
      text += "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
    return value < 0 && scaled != 0 ? "-" + text : text
  }

  /// A place in a drawing: at most one decimal, none when it is zero.
  package static func coordinate(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let text = text(value, digits: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func grouped(_ digits: String) -> String {
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
