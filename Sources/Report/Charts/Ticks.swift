/// The marks of an axis: round numbers, and how many decimals their labels need.
package struct Ticks: Sendable, Equatable {
  /// The marks, rising.
  package var values: [Double]
  /// Distance of two marks.
  package var step: Double

  /// Round marks inside `domain`, about `count` of them: steps are 1, 2 or 5 times a power of ten.
  package init(_ domain: ClosedRange<Double>, about count: Int) {
    step = Ticks.roundStep(domain.upperBound - domain.lowerBound, about: count)
    values = Ticks.multiples(of: step, in: domain)
  }

  /// Marks of a time axis in seconds: steps people count in (1, 2, 5, 10, 15, 30 s, 1, 2, 5, 10, 15, 30 min,
  /// hours).
  package init(seconds domain: ClosedRange<Double>, about count: Int) {
    let rough = (domain.upperBound - domain.lowerBound) / Double(max(1, count))
    let steps: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400,
    ]
    if rough <= 0.5 {
      step = Ticks.roundStep(domain.upperBound - domain.lowerBound, about: count)
    } else {
      step = steps.first { $0 >= rough * 0.75 } ?? (rough / 86_400).rounded(.up) * 86_400
    }
    values = Ticks.multiples(of: step, in: domain)
  }

  /// Round marks around `domain`: the first is at or below it, the last at or above it.
  package init(around domain: ClosedRange<Double>, about count: Int) {
    step = Ticks.roundStep(domain.upperBound - domain.lowerBound, about: count)
    let lower = (domain.lowerBound / step + 1e-9).rounded(.down) * step
    let upper = (domain.upperBound / step - 1e-9).rounded(.up) * step
    values = Ticks.multiples(of: step, in: lower...max(upper, lower + step))
  }

  /// From the first mark to the last; 0...1 without marks.
  package var extent: ClosedRange<Double> {
    guard let first = values.first, let last = values.last else { return 0...1 }
    return first...last
  }

  /// The step among 1, 2, 5 × 10ⁿ whose number of steps in `span` comes next to `count`.
  package static func roundStep(_ span: Double, about count: Int) -> Double {
    guard span > 0, span.isFinite else { return 1 }
    let rough = span / Double(max(1, count))
    var power = 1.0
    while power * 10 <= rough { power *= 10 }
    while power > rough { power /= 10 }
    let ratio = rough / power
    return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10)
  }

  /// The label of a mark: as many decimals as the step has, a true minus sign, thousands set apart.
  package func label(_ value: Double) -> String {
    var digits = 0
    var rest = step
    while digits < 6, (rest - rest.rounded()).magnitude > 1e-6 {
      rest *= 10
      digits += 1
    }
    let text = FixedPoint.text(value, digits: digits, grouping: true)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// The label of a mark on a time axis in seconds: `45 s`, or `2:30` on all marks of an axis beyond two
  /// minutes.
  package func timeLabel(_ value: Double) -> String {
    guard step >= 60 || values.last ?? 0 > 120 else { return label(value) + " s" }
    let seconds = Int(value.rounded())
    return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
  }

  private static func multiples(of step: Double, in domain: ClosedRange<Double>) -> [Double] {
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    guard first <= last else { return [] }
    return stride(from: first, through: last, by: 1).map { $0 == 0 ? 0 : $0 * step }
  }
}
