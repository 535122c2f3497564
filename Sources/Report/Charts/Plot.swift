/// The frame that all charts with two axes share: size, margins, grid lines, marks and their labels.
///
/// One unit is one CSS pixel at full width. The style sheet enlarges the labels where the drawing is shrunk.
package struct Plot: Sendable {
  /// The whole drawing's width.
  package static let width = 640.0
  /// Maps values of the horizontal axis.
  package var x: Scale
  /// Maps values of the vertical axis.
  package var y: Scale
  /// The whole drawing's height.
  package var height: Double

  /// A plot whose axes span `x` and `y`.
  package init(x: ClosedRange<Double>, y: ClosedRange<Double>, height: Double = 286) {
    self.height = height
    self.x = Scale(x, from: 62, to: Plot.width - 18)
    self.y = Scale(y, from: height - 50, to: 36)
  }

  /// The drawing with `content` inside it; `label` says in words what it shows.
  func drawing(label: String, _ content: [Markup]) -> Markup {
    """
    <svg class="plot" viewBox="0 0 \(Plot.width) \(height)" role="img" aria-label="\(label)">\(content)</svg>
    """
  }

  /// Horizontal grid lines with labels at their left.
  func rows(_ values: [Double], label: (Double) -> String) -> Markup {
    var marks = Markup()
    for value in values {
      let place = y(value)
      marks += """
        <path class="grid" d="M\(x.start) \(place)H\(x.end)"/>\
        <text class="end" x="\(x.start - 8)" y="\(place + 4)">\(label(value))</text>
        """
    }
    return marks
  }

  /// Marks on the horizontal axis with labels below them.
  func columns(_ values: [Double], label: (Double) -> String) -> Markup {
    var marks = Markup()
    for value in values {
      let place = x(value)
      marks += """
        <path class="axis" d="M\(place) \(y.start)v5"/>\
        <text class="mid tick" x="\(place)" y="\(y.start + 20)">\(label(value))</text>
        """
    }
    return marks
  }

  /// The horizontal axis' line, what it counts below it, and the unit of the vertical axis above that one.
  func base(title: String, unit: String) -> Markup {
    """
    <path class="axis" d="M\(x.start) \(y.start)H\(x.end)"/>\
    <text class="mid tick name" x="\((x.start + x.end) / 2)" y="\(height - 6)">\(title)</text>\
    <text class="end name" x="\(x.start - 8)" y="13">\(unit)</text>
    """
  }

  /// A dashed line across, with its words at the right end, as for a limit.
  func limit(at value: Double, label: String) -> Markup {
    let place = y(value)
    return """
      <path class="limit" d="M\(x.start) \(place)H\(x.end)"/>\
      <text class="end limit-name" x="\(x.end)" y="\(place - 5)">\(label)</text>
      """
  }

  /// A polyline through `points` (in values); corners closer than half a pixel to the one before are left
  /// out.
  package func path(_ points: [(x: Double, y: Double)]) -> Markup {
    var text: Markup = ""
    var last: (x: Double, y: Double)?
    for (index, point) in points.enumerated() {
      let place = (x: x(point.x), y: y(point.y))
      if let last, index < points.count - 1,
        (place.x - last.x).magnitude < 0.5, (place.y - last.y).magnitude < 0.5
      {
        continue
      }
      text += last == nil ? "M\(place.x) \(place.y)" : "L\(place.x) \(place.y)"
      last = place
    }
    return text
  }
}
