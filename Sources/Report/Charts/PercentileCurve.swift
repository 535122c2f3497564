package import Measurement
import RealModule

/// A distribution as HDR diagrams draw it: the value against log₁₀(1/(1−p)), which gives each further nine of
/// a percentile the same room.
///
/// The curve is the empirical quantile itself, a staircase: over the share p it stands at the value of rank
/// ⌈p·n⌉, so it agrees with every percentile printed beside it. It ends where half a value is left above it.
package struct PercentileCurve: Sendable, Equatable {
  /// A corner of the staircase.
  package struct Point: Sendable, Equatable {
    /// log₁₀(1/(1−p)): 0 for the minimum, 1 for p90, 2 for p99.
    package var position: Double
    package var value: Double
  }

  /// The values, rising.
  package let sorted: [Double]

  /// The distribution of `values`, in any order.
  package init(_ values: [Double]) {
    sorted = values.sorted()
  }

  /// Where the share `share` (0..<1) stands on the axis.
  package static func position(of share: Double) -> Double {
    -Double.log10(1 - share)
  }

  /// Where `percentile` stands on the axis.
  package static func position(of percentile: Percentile) -> Double {
    Double.log10(Double(percentile.denominator) / Double(percentile.denominator - percentile.numerator))
  }

  /// The nearest-rank value at `percentile`; `nil` without values.
  package func value(at percentile: Percentile) -> Double? {
    sorted.isEmpty ? nil : sorted[percentile.rank(of: sorted.count) - 1]
  }

  /// Right end of the curve.
  package var end: Double {
    Double.log10(2 * Double(max(sorted.count, 1)))
  }

  /// The corners from left to right; equal values that follow each other share one step.
  package var points: [Point] {
    var points: [Point] = []
    let count = Double(sorted.count)
    for (rank, value) in sorted.enumerated() where rank == 0 || value != sorted[rank - 1] {
      let position = PercentileCurve.position(of: Double(rank) / count)
      if let last = points.last { points.append(Point(position: position, value: last.value)) }
      points.append(Point(position: position, value: value))
    }
    if let last = sorted.last { points.append(Point(position: end, value: last)) }
    return points
  }
}
