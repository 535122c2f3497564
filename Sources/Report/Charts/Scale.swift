/// A straight map from values to places in a drawing.
package struct Scale: Sendable, Equatable {
  /// The values shown.
  package var domain: ClosedRange<Double>
  /// Where the lower end of the domain is drawn.
  package var start: Double
  /// Where the upper end of the domain is drawn.
  package var end: Double

  /// A map of `domain` onto `start` to `end`; an empty domain is widened by one.
  package init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    let isEmpty = domain.lowerBound == domain.upperBound
    self.domain = isEmpty ? domain.lowerBound...(domain.lowerBound + 1) : domain
    self.start = start
    self.end = end
  }

  /// Where `value` is drawn; values outside the domain are drawn at its ends.
  package func callAsFunction(_ value: Double) -> Double {
    let inside = min(max(value, domain.lowerBound), domain.upperBound)
    let share = (inside - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return start + share * (end - start)
  }
}
