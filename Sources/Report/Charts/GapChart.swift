/// Histogram of the gaps between received packets, with a logarithmic count: the few large gaps matter as
/// much as the many of one packet length.
package struct GapChart: Sendable {
  /// How many gaps began in each millisecond, by whole milliseconds; the last stands for all above.
  package var counts: [Int]
  /// Length of a packet, milliseconds.
  package var packetLength: Double
  /// The gap at which the last bin begins, milliseconds.
  package static let last = 100

  /// Merges `gaps`, pairs of milliseconds (rounded down) and count; what is no pair or negative is left out.
  package init(gaps: [[Int]], packetLength: Int64) {
    var counts = [Int](repeating: 0, count: GapChart.last + 1)
    for gap in gaps where gap.count == 2 && gap[0] >= 0 && gap[1] > 0 {
      counts[min(gap[0], GapChart.last)] &+= gap[1]
    }
    self.counts = counts
    self.packetLength = Double(packetLength) / 1e6
  }

  /// All gaps.
  package var total: Int { counts.reduce(0, +) }

  /// Where the horizontal axis ends: the first multiple of ten above the largest gap, at least three packets.
  package var end: Double {
    let largest = Double(counts.lastIndex { $0 > 0 } ?? 0) + 1
    return (max(largest, packetLength * 3) / 10).rounded(.up) * 10
  }

  /// Height of a count on the logarithmic axis in decades, so that a single gap is still seen.
  package static func decades(_ count: Int) -> Double {
    var rest = Double(count)
    var decades = 0.3
    while rest >= 10 {
      rest /= 10
      decades += 1
    }
    // Between two powers of ten the line is straight: no reader measures a bar closer than that.
    return count == 0 ? 0 : decades + (rest - 1) / 9
  }

  package func drawing() -> Markup {
    let top = (counts.map(GapChart.decades).max() ?? 1).rounded(.up) + 0.3
    let plot = Plot(x: 0...end, y: 0...top, height: 300)
    let columns = Ticks(plot.x.domain, about: 7)
    let rows = stride(from: 0, through: Int(top - 0.3), by: 1).map { Double($0) + 0.3 }
    return plot.drawing(
      label: "Histogram of the gaps between \(total) received packets in milliseconds, logarithmic count",
      [
        plot.rows(rows) { GapChart.power(Int($0)) },
        expected(plot), bars(plot), plot.base(title: "gap between packets, ms", unit: "count"),
        plot.columns(columns.values, label: columns.label),
      ])
  }

  private static func power(_ exponent: Int) -> String {
    let digits = "1" + String(repeating: "0", count: exponent % 3)
    return digits + ["", "k", "M", "G", "T"][min(exponent / 3, 4)]
  }

  private func expected(_ plot: Plot) -> Markup {
    """
    <path class="zero" d="M\(plot.x(packetLength)) \(plot.y.start)V\(plot.y.end - 4)"/>\
    <text class="mid name" x="\(plot.x(packetLength))" y="\(plot.y.end - 7)">packet length</text>
    """
  }

  private func bars(_ plot: Plot) -> Markup {
    var bars = Markup()
    for (gap, count) in counts.enumerated() where count > 0 {
      let left = plot.x(Double(gap))
      let top = plot.y(GapChart.decades(count))
      let range = gap == GapChart.last ? "\(gap) ms and more" : "\(gap) to \(gap + 1) ms"
      let width = max(plot.x(Double(gap + 1)) - left - 0.8, 1)
      bars += """
        <rect class="bar" x="\(left + 0.4)" y="\(top)" width="\(width)" height="\(plot.y.start - top)">\
        <title>\(range): \(Quantity.count(count))</title></rect>
        """
    }
    return bars
  }
}
