public import Measurement

/// The closing lines of a run in a terminal: verdicts, thresholds with what was measured, key figures, files.
public enum TextSummary {
  /// The widest line, in columns.
  public static let columns = 100

  /// Renders `summary` as lines of at most 100 columns, each with a line feed.
  ///
  /// - Parameter files: what was written, as name (`report`) and path; paths are never cut.
  /// - Parameter color: whether ANSI escape sequences may mark what is good and what is bad.
  public static func render(
    summary: RunSummary, files: [(name: String, path: String)] = [], color: Bool = false
  ) -> String {
    let ink = Ink(isOn: color)
    let blocks = [
      heading(summary, ink), checks("Thresholds", summary.thresholds, ink),
      checks("Validity", summary.validity, ink),
      figures(summary), notes(summary.notes), files.map { cell($0.name, 12) + printable($0.path) },
      [verdict(summary, ink)],
    ]
    return blocks.filter { !$0.isEmpty }.map { $0.map { "  \($0)\n" }.joined() }.joined(separator: "\n")
      + "\n"
  }

  private static func heading(_ summary: RunSummary, _ ink: Ink) -> [String] {
    let length = summary.health.map { ", \(Quantity.duration($0.duration))" } ?? ""
    func people(_ count: Int, _ noun: String) -> String {
      "\(Quantity.count(count)) \(noun)\(count == 1 ? "" : "s")"
    }
    let callers = summary.isRoomTest ? [] : [people(summary.planned, "caller")]
    let participants = (summary.participants?.planned).flatMap { $0 > 0 ? people($0, "participant") : nil }
    let crowd = (callers + [participants].compactMap(\.self)).joined(separator: ", ")
    return [
      ink.strong(cut(printable(summary.header.scenario), columns - 2)),
      cut(
        printable("\(summary.header.target), \(crowd)\(length), seed \(summary.header.seed)"), columns - 2),
    ]
  }

  private static func checks(_ title: String, _ checks: [RunSummary.Check], _ ink: Ink) -> [String] {
    guard !checks.isEmpty else { return [] }
    let widest = checks.map { printable($0.condition).count }.max() ?? 0
    let width = min(max(widest, 24), 58)
    return [ink.strong(title)]
      + checks.map { check in
        let mark = check.holds ? ink.good("✓") : ink.bad("✗")
        return
          "\(mark) \(cell(printable(check.condition), width))  "
          + cut(printable(check.measured), columns - width - 6)
      }
  }

  /// The trends that are shown, and what their lines are called.
  private static let delays: [(Metric, String)] = [
    (.hangupError, "hang-up error"), (.hangupSeen, "seen in room"), (.roomEnd, "room end"),
    (.answerDelay, "answer delay"), (.joinTotal, "join"), (.dialToEar, "dial to ear"),
    (.mouthToEar, "mouth to ear"), (.mouthToEarPhoneToRoom, "phone → room"),
    (.mouthToEarRoomToPhone, "room → phone"), (.mouthToEarRoomToRoom, "room → room"),
    (.wireToWirePhoneToRoom, "→ wire to wire"), (.wireToWireRoomToPhone, "← wire to wire"),
    (.wireToWireRoomToRoom, "room, wire"), (.roundTrip, "round trip"),
    (.roundTripWire, "round trip wire"), (.sendLag, "send lag"),
  ]

  private static func figures(_ summary: RunSummary) -> [String] {
    var lines: [String] = []
    if !summary.isRoomTest {
      lines.append(line("answered", "\(Quantity.part(summary.answered, of: summary.started)) started"))
      lines.append(
        line("as expected", "\(Quantity.part(summary.endedAsExpected, of: summary.started)) started"))
    }
    if let people = summary.participants, people.planned > 0 || people.started > 0 {
      lines.append(line("joined", "\(Quantity.part(people.joined, of: people.started)) started participants"))
      lines.append(
        line("stayed", "\(Quantity.part(people.endedAsExpected, of: people.started)) ended as expected"))
    }
    let hangUps = summary.hangUps
    if hangUps.expected > 0 {
      let bound = hangUps.failureRateBound.map { ", failure rate ≤ \(Quantity.share($0)) (95 %)" } ?? ""
      lines.append(
        line(
          "hang-ups",
          "\(hangUps.expected) due, \(hangUps.falseHangUps) false, \(hangUps.missed) missed,"
            + " \(hangUps.wrongCause) wrong cause\(bound)"))
    }
    let bar = summary.health?.calibration?.error.map { "  ± " + Quantity.time($0) } ?? "  (error bar unknown)"
    for (metric, name) in delays {
      guard let figures = summary.metrics.first(where: { $0.name == metric.name && $0.count > 0 }) else {
        continue
      }
      lines.append(
        line(name, trend(figures, signed: metric == .hangupError) + (metric == .sendLag ? "" : bar)))
    }
    if let terms = delayTerms(summary) { lines.append(line("mouth to ear is", terms)) }
    if let lost = summary.metrics.first(where: { $0.name == Metric.packetsLost.name }), let share = lost.value
    {
      lines.append(line("lost packets", "\(Quantity.share(share)) of \(Quantity.count(lost.count))"))
    }
    return lines
  }

  /// What makes up the delay between a mouth and an ear; `nil` where none was measured.
  private static func delayTerms(_ summary: RunSummary) -> String? {
    let rooms: [Metric] = [.mouthToEarPhoneToRoom, .mouthToEarRoomToPhone, .mouthToEarRoomToRoom]
    func isThere(_ metric: Metric) -> Bool {
      summary.metrics.contains { $0.name == metric.name && $0.count > 0 }
    }
    guard isThere(.mouthToEar) || rooms.contains(where: isThere) else { return nil }
    let isEncoded = isThere(.mouthToEarRoomToPhone) || isThere(.mouthToEarRoomToRoom)
    let codec = isEncoded ? " (+ look-ahead of Opus)" : ""
    return "packetisation \(Quantity.setting(summary.header.packetLength)) + wire to wire + jitter buffer "
      + Quantity.setting(summary.header.jitterBuffer) + codec
  }

  private static func trend(_ figures: RunSummary.Figures, signed: Bool) -> String {
    let named = [
      ("p50", figures.p50), ("p95", figures.p95), ("p99", figures.p99), ("max", figures.maximum),
    ]
    return named.map { "\($0) \(Quantity.figure($1, unit: figures.unit, signed: signed))" }.joined(
      separator: "  ")
      + "  n \(Quantity.count(figures.count))"
  }

  private static func notes(_ notes: [String]) -> [String] {
    notes.flatMap { wrapped("! " + printable($0)) }
  }

  private static func verdict(_ summary: RunSummary, _ ink: Ink) -> String {
    let words =
      if !summary.valid {
        ink.bad("✗ INVALID")
      } else {
        summary.passed ? ink.good("✓ PASSED") : ink.bad("✗ FAILED")
      }
    return "\(words)  exit code \(summary.exitCode): \(ExitMeaning.words(for: summary.exitCode))"
  }

  private static func line(_ name: String, _ value: String) -> String {
    cut(cell(name, 16) + value, columns - 2)
  }

  private static func cell(_ text: String, _ width: Int) -> String {
    let text = cut(text, width)
    return text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func cut(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
  }

  /// `text` in lines of full width, broken at blanks, all but the first indented.
  private static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > columns - 2 {
        lines.append(line)
        line = "  " + word
      } else {
        line += line.isEmpty ? String(word) : " " + word
      }
    }
    return (lines + [line]).map { cut($0, columns - 2) }
  }

  /// Control characters out: a text from the wire must not steer the terminal.
  private static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
            ? "\u{FFFD}" : scalar
        }))
  }

  /// ANSI colours, or none.
  private struct Ink {
    var isOn: Bool
    func good(_ text: String) -> String { paint("32", text) }
    func bad(_ text: String) -> String { paint("31", text) }
    func strong(_ text: String) -> String { paint("1", text) }
    private func paint(_ code: String, _ text: String) -> String {
      isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
  }
}
