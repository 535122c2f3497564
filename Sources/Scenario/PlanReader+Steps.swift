import SansIO

/// The steps of a timeline.
extension PlanReader {
  /// Most steps of a timeline, repetitions written out.
  private static let mostSteps = 1_000

  /// Names of steps, with an example of each.
  private static let examples = [
    "speech": "speech: 3 s", "silence": "silence: 2 s", "probes": "probes: { every: 600 ms, for: 3 s }",
    "echo": "echo: 10 s", "tone": "tone: { frequency: 440 Hz, level: -20 dBm0, for: 2 s }",
    "answer": "answer: { for: 20 s }", "dtmf": "dtmf: \"123#\"", "hold": "hold: 3 s", "mute": "mute: 3 s",
    "hang-up": "hang-up", "leave": "leave",
    "repeat": "repeat: { times: 3, steps: [speech: 2 s, silence: 1 s] }",
  ]
  private static let commonNames = ["speech", "silence", "probes", "echo", "answer", "tone"]
  /// Steps of callers that participants do not have, and the other way round, with what to write in their
  /// place.
  private static let callerSteps = [
    "dtmf": "a room carries no keys", "hold": "a participant has `mute`",
    "hang-up": "a participant ends with `leave`",
  ]
  private static let participantSteps = [
    "mute": "a caller has `hold`", "leave": "a caller ends with `hang-up`",
  ]
  /// A packet carries 20 ms; nothing shorter can be sent.
  private static let shortest = Interval.milliseconds(20)
  /// A probe lasts 256 ms and needs a pause to be told from the next.
  private static let shortestProbePeriod = Interval.milliseconds(300)

  /// A step and where it was written.
  private typealias Placed = (step: Step, node: YAMLNode)

  /// The steps of a timeline, with repetitions written out; reports those that are never reached.
  mutating func timeline(_ node: YAMLNode) -> [Step] {
    let placed = steps(node, example: "[speech: 3 s, silence]")
    for (before, after) in zip(placed, placed.dropFirst())
    where before.step.length == nil || before.step == .hangUp || before.step == .leave {
      let reason =
        before.step == .hangUp
        ? "hangs up" : before.step == .leave ? "leaves" : "lasts until the call ends; give it a length"
      report("is never reached, since the step before it \(reason)", at: after.node)
      break
    }
    return placed.map(\.step)
  }

  private mutating func steps(_ node: YAMLNode, example: String) -> [Placed] {
    guard let items = items(node, example: example) else { return [] }
    var placed: [Placed] = []
    for item in items {
      placed += steps(of: item)
      guard placed.count <= PlanReader.mostSteps else {
        report("the timeline has more than \(PlanReader.mostSteps) steps", at: item)
        return []
      }
    }
    return placed
  }

  /// The steps that one item of the list stands for: one, or several for `repeat`; none when it is wrong.
  private mutating func steps(of item: YAMLNode) -> [Placed] {
    switch item.content {
    case .list:
      report("must be a step, as in `- speech: 3 s`, and is a list", at: item)
    case .scalar(let name):
      if let step = bareStep(name, at: item) { return [(step, item)] }
    case .mapping(let entries):
      guard entries.count == 1, let entry = entries.first else {
        let names = entries.map { Wording.quoted($0.key) }.joined(separator: " and ")
        report(
          "must be one step and holds \(names.isEmpty ? "none" : names); begin each with its own `-`",
          at: item)
        return []
      }
      if entry.key == "repeat" { return repeated(entry.value) }
      if let step = step(entry) { return [(step, item)] }
    }
    return []
  }

  /// Names of the steps that whoever is being read has.
  private var names: [String] {
    PlanReader.commonNames + (person == .caller ? ["dtmf", "hold", "hang-up"] : ["mute", "leave"]) + [
      "repeat"
    ]
  }

  /// Reports a step that only the others have.
  private mutating func isForOthers(_ name: String, at position: YAMLNode.Position, path: String) -> Bool {
    let others = person == .caller ? PlanReader.participantSteps : PlanReader.callerSteps
    guard let advice = others[name] else { return false }
    let owner = person == .caller ? "participants" : "callers"
    report("`\(name)` is a step of \(owner); \(advice)", at: position, path: path)
    return true
  }

  private mutating func bareStep(_ name: String, at node: YAMLNode) -> Step? {
    if isForOthers(name, at: node.position, path: node.path) { return nil }
    switch name {
    case "silence": return .silence(.idle, nil)
    case "echo": return .echo(nil)
    case "answer": return .answer(nil)
    case "hang-up": return .hangUp
    case "leave": return .leave
    default:
      if let example = PlanReader.examples[name] {
        report("`\(name)` needs a value, as in `- \(example)`", at: node)
      } else {
        report(unknown("step", name, names), at: node)
      }
      return nil
    }
  }

  private mutating func step(_ entry: YAMLNode.Entry) -> Step? {
    let value = entry.value
    if isForOthers(entry.key, at: entry.position, path: value.path) { return nil }
    switch entry.key {
    case "speech": return length(value, example: "3 s").map { .speech($0) }
    case "silence": return silence(value)
    case "probes": return probes(value)
    case "echo": return length(value, example: "10 s").map { .echo($0) }
    case "tone": return tone(value)
    case "dtmf": return digits(value).map { .dtmf($0) }
    case "hold": return length(value, example: "3 s").map { .hold($0) }
    case "answer": return answer(value)
    case "mute": return length(value, example: "3 s").map { .mute($0) }
    case "hang-up", "leave":
      report("`\(entry.key)` takes no value; write `- \(entry.key)`", at: value)
    default:
      report(unknown("step", entry.key, names), at: entry.position, path: value.path)
    }
    return nil
  }

  // MARK: Steps with several values

  private mutating func answer(_ node: YAMLNode) -> Step? {
    guard case .mapping = node.content else {
      return length(node, example: "20 s").map { .answer($0) }
    }
    guard let fields = fields(of: node, known: ["for"], example: "answer: { for: 20 s }") else { return nil }
    return required("for", of: fields, example: "20 s").flatMap { length($0, example: "20 s") }
      .map { .answer($0) }
  }

  private mutating func repeated(_ node: YAMLNode) -> [Placed] {
    let example = PlanReader.examples["repeat"] ?? ""
    guard let fields = fields(of: node, known: ["times", "steps"], example: example) else { return [] }
    let times = required("times", of: fields, example: "3").flatMap {
      count($0, in: 1...PlanReader.mostSteps, example: "3")
    }
    let list = "[speech: 2 s, silence: 1 s]"
    let steps = required("steps", of: fields, example: list).map { self.steps($0, example: list) } ?? []
    guard let times else { return steps }
    guard steps.count * times <= PlanReader.mostSteps else {
      report("makes \(steps.count * times) steps; a timeline has at most \(PlanReader.mostSteps)", at: node)
      return []
    }
    return (0..<times).flatMap { _ in steps }
  }

  private mutating func silence(_ node: YAMLNode) -> Step? {
    guard case .mapping = node.content else {
      return length(node, example: "2 s").map { .silence(.idle, $0) }
    }
    let example = "silence: { kind: comfort-noise, for: 12 s }"
    guard let fields = fields(of: node, known: ["kind", "level", "for"], example: example) else { return nil }
    let kinds = ["idle", "discontinuous", "comfort-noise", "noise"]
    let name = fields["kind"].map { text($0, example: "comfort-noise") } ?? "idle"
    let lasting = fields["for"].map { length($0, example: "12 s") }
    if name != "noise", let name, kinds.contains(name), let node = fields["level"] {
      report("`level` belongs to `kind: noise` and means nothing with `\(name)`; remove it", at: node)
    }
    let kind: SilenceKind
    switch name {
    case "idle": kind = .idle
    case "discontinuous": kind = .discontinuous
    case "comfort-noise":
      if person == .participant, let node = fields["kind"] {
        report(
          "`comfort-noise` is of telephone codecs; a participant has `idle`, `discontinuous` and `noise`",
          at: node)
        return nil
      }
      kind = .comfortNoise
    case "noise":
      guard
        let level = required("level", of: fields, example: "-50 dBm0").flatMap({
          level($0, example: "-50 dBm0")
        })
      else { return nil }
      kind = .noise(level: level)
    default:
      if let name, let node = fields["kind"] { report(unknown("kind of silence", name, kinds), at: node) }
      return nil
    }
    // `for` left out means until the end; `for` with a wrong value was reported.
    guard let lasting else { return .silence(kind, nil) }
    return lasting.map { .silence(kind, $0) }
  }

  private mutating func probes(_ node: YAMLNode) -> Step? {
    let example = "probes: { every: 600 ms, for: 3 s }"
    guard let fields = fields(of: node, known: ["every", "for"], example: example) else { return nil }
    let least = PlanReader.shortestProbePeriod
    let every = required("every", of: fields, example: "600 ms").flatMap {
      interval($0, in: least...PlanReader.day, example: "600 ms", because: "a probe lasts 256 ms")
    }
    let lasting = required("for", of: fields, example: "3 s").flatMap {
      interval($0, in: least...PlanReader.day, example: "3 s", because: "a probe lasts 256 ms")
    }
    guard let every, let lasting else { return nil }
    return .probes(every: every, lasting: lasting)
  }

  private mutating func tone(_ node: YAMLNode) -> Step? {
    let example = "tone: { frequency: 440 Hz, level: -20 dBm0, for: 2 s }"
    guard let fields = fields(of: node, known: ["frequency", "level", "for"], example: example) else {
      return nil
    }
    let frequency = required("frequency", of: fields, example: "440 Hz").flatMap {
      quantity($0, .frequency, example: "440 Hz") {
        (50...3_900).contains($0) ? nil : "must be from 50 Hz to 3900 Hz, which a telephone codec carries"
      }
    }
    let level = fields["level"].map { self.level($0, example: "-20 dBm0") } ?? -20
    let lasting = required("for", of: fields, example: "2 s").flatMap { length($0, example: "2 s") }
    guard let frequency, let level, let lasting else { return nil }
    return .tone(hertz: frequency, level: level, lasting: lasting)
  }

  private mutating func digits(_ node: YAMLNode) -> String? {
    guard let text = text(node, example: "\"123#\"") else { return nil }
    let allowed = "0123456789*#ABCD"
    guard text.utf8.count <= 64, text.allSatisfy({ allowed.contains($0) }) else {
      report("\(shown(text, node)) must be up to 64 of the digits `\(allowed)`, as in `\"123#\"`", at: node)
      return nil
    }
    return text
  }

  private mutating func length(_ node: YAMLNode, example: String) -> Interval? {
    interval(node, in: PlanReader.shortest...PlanReader.day, example: example)
  }
}
