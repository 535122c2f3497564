import Measurement

/// Figures as people read them: about three digits, always with their unit.
package enum Quantity {
  /// A time in nanoseconds, as in `640 µs`, `3.21 ms`, `48.0 ms`, `1,204 ms` or `12.35 s`.
  ///
  /// - Parameter signed: whether a plus or minus sign always leads.
  package static func time(_ nanoseconds: Double, signed: Bool = false) -> String {
    guard nanoseconds.isFinite else { return "–" }
    let sign = nanoseconds < 0 ? "−" : signed ? "+" : ""
    let value = nanoseconds.magnitude
    if value < 999_500 {
      let microseconds = FixedPoint.text(value / 1e3, digits: 0)
      return microseconds == "0" ? "0 ms" : "\(sign)\(microseconds) µs"
    }
    if value < 9_999.5e6 {
      let digits = value < 9_995e3 ? 2 : value < 99_950e3 ? 1 : 0
      return "\(sign)\(FixedPoint.text(value / 1e6, digits: digits, grouping: true)) ms"
    }
    return "\(sign)\(FixedPoint.text(value / 1e9, digits: 2, grouping: true)) s"
  }

  /// A time in nanoseconds of which the record may hold none.
  package static func time(_ nanoseconds: Int64?, signed: Bool = false) -> String {
    nanoseconds.map { time(Double($0), signed: signed) } ?? "–"
  }

  /// A time that was set and not measured, in nanoseconds, as in `20 ms`.
  package static func setting(_ nanoseconds: Int64) -> String {
    FigureUnit.milliseconds.text(of: Double(nanoseconds))
  }

  /// An instant of a run, seconds with milliseconds, as in `12.345 s`.
  package static func instant(_ nanoseconds: Int64) -> String {
    FixedPoint.text(Double(nanoseconds) / 1e9, digits: 3) + " s"
  }

  /// A long time in nanoseconds, as in `42.5 s` or `12 min 03 s`.
  package static func duration(_ nanoseconds: Int64) -> String {
    let seconds = (nanoseconds + 500_000_000) / 1_000_000_000
    guard seconds >= 120 else { return FixedPoint.text(Double(nanoseconds) / 1e9, digits: 1) + " s" }
    return "\(seconds / 60) min \(seconds % 60 < 10 ? "0" : "")\(seconds % 60) s"
  }

  /// A count with thousands set apart.
  package static func count(_ value: Int) -> String {
    FixedPoint.text(Double(value), digits: 0, grouping: true)
  }

  /// A share of one in percent, with as many decimals as it takes to tell it from 0 and from 100.
  package static func share(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value == 0 || value == 1 { return "\(Int(value * 100)) %" }
    let distance = min(value.magnitude, (1 - value).magnitude)
    let digits = distance < 0.000_1 ? 4 : distance < 0.001 ? 3 : distance < 0.01 ? 2 : 1
    return FixedPoint.text(value * 100, digits: digits) + " %"
  }

  /// A share of a whole, as in `38 of 40`.
  package static func part(_ part: Int, of whole: Int) -> String {
    "\(count(part)) of \(count(whole))"
  }

  /// An amount of memory, as in `84.2 MB` (decimal units).
  package static func bytes(_ value: Int64) -> String {
    let megabytes = Double(value) / 1e6
    return FixedPoint.text(megabytes, digits: megabytes < 99.95 ? 1 : 0, grouping: true) + " MB"
  }

  /// A milliseconds figure of RFC 3550, as in `1.25 ms`.
  package static func milliseconds(_ value: Double) -> String {
    FixedPoint.text(value, digits: value.magnitude < 9.995 ? 2 : 1) + " ms"
  }

  /// A figure of a metric in its own unit: `ns`, `count` or `ratio`.
  package static func figure(_ value: Double?, unit: String, signed: Bool = false) -> String {
    guard let value else { return "–" }
    switch unit {
    case "ns": return time(value, signed: signed)
    case "ratio": return share(value)
    default: return FixedPoint.text(value, digits: value == value.rounded() ? 0 : 2, grouping: true)
    }
  }
}
