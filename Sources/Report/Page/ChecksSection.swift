import Measurement

/// The scenario's thresholds, and beside them the checks by which the run itself is judged.
struct ChecksSection {
  var summary: RunSummary

  var section: PageSection {
    var section = PageSection(id: "checks", title: "Thresholds and validity")
    section.absence = "the scenario sets no threshold and the run was not checked."
    guard !summary.thresholds.isEmpty || !summary.validity.isEmpty else { return section }
    section.lead =
      "On the left what the scenario asks of the target; on the right what makes the run worth believing."
    section.body = """
      <div class="pair">\(table("Thresholds", summary.thresholds, none: "The scenario sets no threshold."))\
      \(table("Validity of the run", summary.validity, none: "The run was not checked."))</div>
      """
    return section
  }

  private func table(_ title: String, _ checks: [RunSummary.Check], none: String) -> Markup {
    guard !checks.isEmpty else { return "<div><h3>\(title)</h3><p class=\"soft\">\(none)</p></div>" }
    let rows: [Markup] = checks.map { check in
      """
      <tr><td class="mono">\(check.condition)</td><td>\(check.measured)</td>\
      <td class="\(check.holds ? "yes" : "no")">\(check.holds ? "✓ yes" : "✗ no")</td></tr>

      """
    }
    return """
      <div><table class="checks"><caption>\(title)</caption><thead><tr><th scope="col">condition</th>\
      <th scope="col" class="r">measured</th><th scope="col">holds</th></tr></thead><tbody>
      \(rows)</tbody></table></div>
      """
  }
}
