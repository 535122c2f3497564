import Measurement

/// Hang-up accuracy as a detector test: the histogram of errors, and what went wrong otherwise.
struct HangUpSection {
  var facts: RunFacts

  var section: PageSection {
    var section = PageSection(id: "hang-ups", title: "Hang-up after silence")
    let hangUps = facts.summary.hangUps
    section.absence = "no call of this scenario had to be ended by the bridge for silence."
    guard hangUps.expected > 0 else { return section }
    section.lead = """
      Error = first byte of the bridge’s BYE at the caller − due. \
      Due = last activity on the wire + silence threshold. Positive is late.
      """
    section.body = "<div class=\"side\">\(chart(hangUps))\(counts(hangUps))</div>"
    return section
  }

  private func chart(_ hangUps: RunSummary.HangUps) -> Markup {
    guard !hangUps.errors.isEmpty else {
      return "<p class=\"soft\">No call was hung up at its due instant, so there is no error to draw.</p>"
    }
    let chart = HangUpChart(
      errors: hangUps.errors, bias: hangUps.bias, tolerance: HangUpEvaluation.tolerance, latest: latest)
    return PageSection.figure(
      "Hang-up error",
      """
      \(Quantity.count(hangUps.errors.count)) calls. Shaded: tolerated, \(chart.toleranceWords). \
      Dashed, with mark: median (bias).
      """,
      chart.drawing())
  }

  /// The most that a threshold on the error allows, nanoseconds.
  private var latest: Int64? {
    let limits = facts.summary.header.thresholds.compactMap { text -> Double? in
      guard let threshold = try? Threshold(parsing: text), threshold.metric == .hangupError,
        threshold.limit > 0,
        threshold.comparison == .less || threshold.comparison == .lessOrEqual
      else { return nil }
      return threshold.limit
    }
    return limits.max().flatMap { Int64(exactly: $0.rounded()) }
  }

  private func counts(_ hangUps: RunSummary.HangUps) -> Markup {
    let figures = facts.figures(.hangupError)
    let bound = hangUps.failureRateBound.map { "≤ " + Quantity.share($0) } ?? "–"
    func row(_ name: String, _ value: String) -> Markup {
      "<tr><th scope=\"row\">\(name)</th><td class=\"r\">\(value)</td></tr>\n"
    }
    func seen(_ name: String, _ metric: Metric) -> Markup {
      guard let figures = facts.figures(metric) else { return "" }
      let values = [figures.p50, figures.p99].map { Quantity.figure($0, unit: "ns", signed: true) }
      return row(name, values.joined(separator: " / "))
    }
    func failure(_ name: String, _ count: Int) -> Markup {
      """
      <tr><th scope="row">\(name)</th>\
      <td class="r \(count == 0 ? "yes" : "no")">\(count == 0 ? "✓" : "✗") \(count)</td></tr>

      """
    }
    return """
      <table><caption>Outcome</caption><tbody>
      \(row("had to be hung up", Quantity.count(hangUps.expected)))\
      \(row("hung up at due", Quantity.count(hangUps.measured)))\
      \(failure("false: somebody had spoken", hangUps.falseHangUps))\
      \(failure("missed: no BYE", hangUps.missed))\
      \(failure("wrong cause", hangUps.wrongCause))\
      \(row("median (bias)", Quantity.time(hangUps.bias, signed: true)))\
      \(row("p95", Quantity.figure(figures?.p95, unit: "ns", signed: true)))\
      \(row("p99", Quantity.figure(figures?.p99, unit: "ns", signed: true)))\
      \(row("earliest", Quantity.figure(figures?.minimum, unit: "ns", signed: true)))\
      \(row("latest", Quantity.figure(figures?.maximum, unit: "ns", signed: true)))\
      \(seen("participant saw the phone go, p50 / p99", .hangupSeen))\
      \(seen("room closed for it, p50 / p99", .roomEnd))\
      \(row("failure rate, 95 % bound", bound))\
      \(row("error bar", facts.errorBarValue))</tbody></table>
      """
  }
}
