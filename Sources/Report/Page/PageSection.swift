/// One section of the report; without a body it shrinks to a sentence that says why.
struct PageSection {
  /// Its anchor.
  var id: String
  /// Its heading.
  var title: String
  /// What to read from it.
  var lead: Markup = ""
  /// Its contents; `nil` when the run has nothing to show here.
  var body: Markup?
  /// Why there is nothing to show.
  var absence = ""

  var markup: Markup {
    guard let body else {
      return "<p class=\"absent\" id=\"\(id)\"><strong>\(title)</strong> – not shown: \(absence)</p>\n"
    }
    let lead: Markup = lead.text.isEmpty ? "" : "<p class=\"soft about\">\(lead)</p>\n"
    return """
      <section id="\(id)" aria-labelledby="\(id)-title">
      <h2 id="\(id)-title">\(title)</h2>
      \(lead)\(body)
      </section>

      """
  }

  /// A wide table that scrolls by itself on a narrow screen, reachable by keyboard.
  static func scrolling(_ label: String, _ table: Markup) -> Markup {
    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(label)\">\(table)</div>"
  }

  /// A drawing with its heading.
  static func figure(_ title: String, _ caption: Markup, _ drawing: Markup) -> Markup {
    "<figure><figcaption><strong>\(title)</strong><br>\(caption)</figcaption>\(drawing)</figure>\n"
  }

  /// Cells of a table's head; the columns numbered in `figures` are set right. A line feed breaks the line.
  static func head(_ names: [String], figures: some Sequence<Int>) -> Markup {
    let figures = Set(figures)
    let cells: [Markup] = names.enumerated().map { place, name in
      let lines = name.split(separator: "\n").map { Markup(escaping: String($0)) }
      let text: Markup = lines.dropFirst().reduce(lines.first ?? "") { "\($0)<br>\($1)" }
      return figures.contains(place)
        ? "<th scope=\"col\" class=\"r\">\(text)</th>" : "<th scope=\"col\">\(text)</th>"
    }
    return "<thead><tr>\(cells)</tr></thead>"
  }
}
