import Measurement

/// The run over time: mouth-to-ear delays, callers, CPU.
struct CourseSection {
  /// Points of a line of CPU use at most: short samples of it are coarse, and two lines would become a hedge.
  private static let mostPoints = 75

  var facts: RunFacts

  var sections: [PageSection] { [delays, callers].compactMap(\.self) }

  /// `nil` where participants were heard instead of other callers.
  private var delays: PageSection? {
    var section = PageSection(id: "mouth-to-ear", title: "Mouth to ear over time")
    section.absence = "no probe was heard by another caller."
    let dots = facts.trips(.phoneToPhone).map {
      ScatterChart.Dot(at: Double($0.mouth) / 1e9, delay: Double($0.earDelay) / 1e6)
    }
    guard !dots.isEmpty else { return facts.summary.participants == nil ? section : nil }
    let header = facts.summary.header
    section.lead = """
      From the sample at one caller’s mouth to the same sample at another caller’s ear; \
      what is in it stands at the right.
      """
    let drawing = ScatterChart(dots: dots).drawing(until: Double(facts.summary.health?.duration ?? 0) / 1e9)
    let caption: Markup = "\(Quantity.count(dots.count)) probes · \(facts.errorBar)"
    let wire = facts.figures(.wireToWire)
    section.body = """
      <div class="side">\(PageSection.figure("Mouth to ear", caption, drawing))
      <table><caption>Terms of the delay</caption><tbody>
      <tr><th scope="row">packetisation</th><td class="r">\(Quantity.setting(header.packetLength))</td></tr>
      <tr><th scope="row">wire to wire, median</th>\
      <td class="r">\(Quantity.figure(wire?.p50, unit: "ns"))</td></tr>
      <tr><th scope="row">jitter buffer of the listener</th>\
      <td class="r">\(Quantity.setting(header.jitterBuffer))</td></tr>
      <tr><th scope="row">mouth to ear, median</th><td class="r">\
      \(Quantity.figure(facts.figures(.mouthToEar)?.p50, unit: "ns"))</td></tr>
      <tr><th scope="row">error bar</th><td class="r">\(facts.errorBarValue)</td></tr></tbody></table></div>
      """
    return section
  }

  private var callers: PageSection {
    var section = PageSection(id: "course", title: "Course of the run")
    section.absence = "the run left no health.json, or its course was not sampled."
    guard let samples = facts.summary.health?.samples, samples.count > 1 else { return section }
    let isRoomTest = facts.summary.isRoomTest
    let counts = isRoomTest ? participantChart(samples) : callerChart(samples)
    let people = isRoomTest ? "Participants" : "Callers"
    let caption: Markup = isRoomTest ? "cumulated, and those in a room" : "cumulated, and those in a call"
    let available = facts.summary.health?.availableCores.map { cores in
      ", of \(FixedPoint.text(cores, digits: cores == cores.rounded() ? 0 : 1))"
    }
    let together = max(1, (samples.count + CourseSection.mostPoints - 1) / CourseSection.mostPoints)
    let means = together > 1 ? "; each point is the mean of \(together) samples" : ""
    section.body = """
      <div class="pair">\
      \(figure(people, caption, counts, atLeast: 4))\
      \(figure("CPU", "cores in use\(available ?? "")\(means)", cpuChart(samples, together), atLeast: 0.2))\
      </div>\(usage)
      """
    return section
  }

  private func figure(
    _ title: String, _ caption: Markup, _ chart: CourseChart, atLeast least: Double
  ) -> Markup {
    PageSection.figure(title, caption, chart.legend() + chart.drawing(atLeast: least))
  }

  private func line(
    _ name: String, _ series: Int, _ samples: [RunHealth.Sample], _ value: (RunHealth.Sample) -> Double?
  ) -> CourseChart.Line {
    CourseChart.Line(
      name: name, series: series,
      points: samples.compactMap { sample in value(sample).map { (x: Double(sample.at) / 1e9, y: $0) } })
  }

  private func callerChart(_ samples: [RunHealth.Sample]) -> CourseChart {
    let participants = line("participants", 3, samples) { $0.participants.map(Double.init) }
    // Who is answered is soon in a call: in a run with rooms that line gives its place to the participants.
    let third =
      participants.points.isEmpty ? line("answered", 3, samples) { Double($0.answered) } : participants
    return CourseChart(
      title: "callers",
      lines: [
        line("planned", 5, samples) { Double($0.planned) },
        line("started", 2, samples) { Double($0.started) },
        third, line("ended", 4, samples) { Double($0.ended) },
        line("in a call", 1, samples) { Double($0.active) },
      ])
  }

  private func participantChart(_ samples: [RunHealth.Sample]) -> CourseChart {
    CourseChart(
      title: "participants",
      lines: [
        line("planned", 5, samples) { ($0.stays?.planned).map(Double.init) },
        line("joined", 2, samples) { ($0.stays?.joined).map(Double.init) },
        line("ended", 4, samples) { ($0.stays?.ended).map(Double.init) },
        line("in a room", 1, samples) { $0.participants.map(Double.init) },
      ].filter { !$0.points.isEmpty })
  }

  private func cpuChart(_ samples: [RunHealth.Sample], _ together: Int) -> CourseChart {
    let lines = [
      line("simulator", 1, samples) { $0.simulatorCores }, line("bridge", 2, samples) { $0.bridgeCores },
    ]
    return CourseChart(
      title: "cores", lines: lines.filter { !$0.points.isEmpty }.map { $0.means(of: together) })
  }

  private var usage: Markup {
    let all = [("simulator", facts.summary.health?.simulator), ("bridge", facts.summary.health?.bridge)]
    let rows: [Markup] = all.compactMap { name, usage in
      usage.map { usage in
        """
        <tr><th scope="row">\(name)</th><td class="r">\(FixedPoint.text(usage.cpuSeconds, digits: 1)) s</td>\
        <td class="r">\(Quantity.bytes(usage.maximumResident))</td>\
        <td class="r">\(Quantity.count(usage.maximumDescriptors))</td></tr>

        """
      }
    }
    guard !rows.isEmpty else { return "" }
    let head = PageSection.head(
      ["process", "CPU time", "largest resident set", "most descriptors"], figures: 1..<4)
    let table: Markup = """
      <table><caption>Use of the machine</caption>\(head)<tbody>
      \(rows)</tbody></table>
      """
    return "<div class=\"next\">\(PageSection.scrolling("Use of the machine", table))</div>"
  }
}
