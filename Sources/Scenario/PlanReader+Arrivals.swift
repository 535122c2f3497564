import Load
import SansIO

/// How many calls there are, and when they start.
extension PlanReader {
  /// Ways to plan arrivals, and the keys that belong to some of them.
  private static let kinds = ["at-once", "rate", "poisson", "ramp", "burst", "concurrent"]
  private static let companions = [
    "at-once": [], "rate": [], "poisson": [], "ramp": [], "burst": ["every"],
    "concurrent": ["for", "ramp-up", "call-length"],
  ]
  /// Names the generator that arrivals draw from ("arrivals" in ASCII), so that nothing else moves them.
  private static let branch: UInt64 = 0x6172_7269_7661_6C73

  mutating func readArrivals(_ fields: Fields, into plan: inout RunPlan) {
    let calls = fields["calls"].map { count($0, in: 1...ArrivalLimits.calls, example: "20") }
    guard let node = fields["arrivals"] else {
      if let calls, let calls, calls > 1 {
        report(
          "`arrivals` is missing; say when the \(calls) calls start, as in `arrivals: { rate: 2/s }`",
          at: fields.node)
      }
      return
    }
    let example = "arrivals: { rate: 2/s }"
    let known = PlanReader.kinds + ["every", "for", "ramp-up", "call-length"]
    guard let arrivals = self.fields(of: node, known: known, example: example) else { return }
    let kinds = PlanReader.kinds.filter { arrivals[$0] != nil }
    guard kinds.count == 1, let value = arrivals[kinds[0]] else {
      let found = kinds.isEmpty ? "has none" : "has \(kinds.map(Wording.quoted).joined(separator: " and "))"
      report(
        "needs exactly one of \(Wording.alternatives(PlanReader.kinds)) and \(found), as in `\(example)`",
        at: node)
      return
    }
    rejectStrangers(to: kinds[0], in: arrivals)
    if kinds[0] == "concurrent" {
      readConcurrency(value, arrivals, into: &plan)
      if let node = fields["calls"] {
        report("with `concurrent` the number of calls follows from the load; remove `calls`", at: node)
      }
    } else if let schedule = schedule(kinds[0], value, arrivals), let count = calls ?? 1 {
      let generator = SeededGenerator(seed: plan.seed).branch(PlanReader.branch)
      plan.arrivals = planned(node) { () throws(ArrivalError) in
        try schedule.instants(of: count, using: generator)
      }
    }
  }

  private mutating func rejectStrangers(to kind: String, in arrivals: Fields) {
    let own = PlanReader.companions[kind] ?? []
    for (owner, companions) in PlanReader.companions where owner != kind {
      for name in companions where !own.contains(name) {
        guard let node = arrivals[name] else { continue }
        report("`\(name)` belongs to `\(owner)` and means nothing with `\(kind)`; remove it", at: node)
      }
    }
  }

  private mutating func schedule(_ kind: String, _ node: YAMLNode, _ arrivals: Fields) -> ArrivalSchedule? {
    switch kind {
    case "at-once":
      guard let text = text(node, example: "true") else { return nil }
      if text != "true" { report("\(shown(text, node)) must be `true`, as in `at-once: true`", at: node) }
      return .atOnce
    case "rate": return rate(node, example: "2/s").map { .constant(rate: $0) }
    case "poisson": return rate(node, example: "5/s").map { .poisson(rate: $0) }
    case "ramp": return ramp(node)
    default:
      let size = count(node, in: 1...ArrivalLimits.calls, example: "10")
      let gap = required("every", of: arrivals, example: "5 s").flatMap { length($0, example: "5 s") }
      guard let size, let gap else { return nil }
      return .bursts(of: size, every: gap)
    }
  }

  private mutating func ramp(_ node: YAMLNode) -> ArrivalSchedule? {
    let example = "ramp: { from: 1/s, to: 20/s, over: 60 s }"
    guard let fields = fields(of: node, known: ["from", "to", "over"], example: example) else { return nil }
    let from = required("from", of: fields, example: "1/s").flatMap { rate($0, example: "1/s", orZero: true) }
    let to = required("to", of: fields, example: "20/s").flatMap { rate($0, example: "20/s") }
    let over = required("over", of: fields, example: "60 s").flatMap { length($0, example: "60 s") }
    guard let from, let to, let over else { return nil }
    return .ramp(from: from, to: to, over: over)
  }

  private mutating func readConcurrency(_ node: YAMLNode, _ arrivals: Fields, into plan: inout RunPlan) {
    let calls = count(node, in: 1...ArrivalLimits.calls, example: "50")
    let lasting = required("for", of: arrivals, example: "2 min").flatMap { length($0, example: "2 min") }
    let rampUp = arrivals["ramp-up"].map { interval($0, in: .zero...PlanReader.day, example: "10 s") }
    let nominal = plan.nominalCallDuration
    let callLength = arrivals["call-length"].map { length($0, example: "30 s") }
    if let written = callLength, let written, written < nominal, let node = arrivals["call-length"] {
      report(
        "its calls last about \(Wording.length(nominal)), longer than \(Wording.length(written)), "
          + "so more of them would be up than `concurrent` says; write a longer one or leave it out",
        at: node)
    }
    guard let calls, let lasting, let rampUp = rampUp ?? .zero, let callLength = callLength ?? nominal else {
      return
    }
    let load = ConstantConcurrency(calls: calls, lasting: lasting, rampUp: rampUp, callLength: callLength)
    guard callLength > .zero else {
      // Without people there is no nominal length either; their absence was reported.
      if !plan.participants.isEmpty {
        report(
          "the timelines take no time, so that nobody knows when the next call follows; write "
            + "`call-length`, as in `call-length: 2 s`", at: node)
      }
      return
    }
    plan.arrivals = planned(node) { () throws(ArrivalError) in try load.instants() }
  }

  private mutating func planned(
    _ node: YAMLNode, _ instants: () throws(ArrivalError) -> [Interval]
  ) -> [Interval] {
    do {
      return try instants()
    } catch {
      report(error.description, at: node)
      return []
    }
  }

  private mutating func length(_ node: YAMLNode, example: String) -> Interval? {
    interval(node, in: .milliseconds(1)...PlanReader.day, example: example)
  }

  private mutating func rate(_ node: YAMLNode, example: String, orZero: Bool = false) -> Double? {
    quantity(node, .rate, example: example) { rate in
      let isRight = (orZero ? rate >= 0 : rate > 0) && rate <= ArrivalLimits.rate
      let range = orZero ? "from 0/s" : "above 0/s and"
      return isRight ? nil : "must be \(range) \(orZero ? "to" : "at most") \(Int(ArrivalLimits.rate))/s"
    }
  }
}
