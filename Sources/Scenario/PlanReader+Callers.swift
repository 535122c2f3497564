import Measurement
import SansIO

/// The callers of every call.
extension PlanReader {
  /// A probe names its sender's role in two bits.
  static let mostPeople = 4
  private static let callerKeys = [
    "dial", "from", "voice", "speech-level", "starts", "timeline", "expect", "credentials",
  ]

  /// The callers and the participants; a call must fit into its own limit.
  mutating func readPeople(_ fields: Fields, into plan: inout RunPlan) {
    let before = problems.count
    readCallers(fields, into: &plan)
    readParticipants(fields, into: &plan)
    if plan.callers.isEmpty, fields["callers"] == nil { checkRoomTest(fields, plan) }
    if problems.count == before { checkDuration(fields, of: plan) }
  }

  private mutating func readCallers(_ fields: Fields, into plan: inout RunPlan) {
    let example = "callers: { alice: { dial: \"call-{call}\", timeline: [silence], expect: silence } }"
    guard let node = fields["callers"] else {
      if fields["participants"] != nil { return }
      report("`callers` is missing; add at least one, as in `\(example)`", at: fields.node)
      return
    }
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      let found = node.kind == "a mapping" ? "empty" : node.kind
      report("must be a mapping of roles, as in `\(example)`, and is \(found)", at: node)
      return
    }
    for (index, entry) in entries.enumerated() {
      if index == PlanReader.mostPeople {
        report(
          "a call has at most \(PlanReader.mostPeople) callers, and there are \(entries.count)",
          at: entry.position, path: node.path)
      }
      if !PlanReader.isWord(entry.key) {
        report(
          "\(Wording.quoted(entry.key)) is no name for a role; \(PlanReader.wordRule), as in `alice`",
          at: entry.position, path: node.path)
      }
      guard let caller = caller(entry) else { continue }
      checkAnswers(caller.timeline, plan, at: entry)
      plan.callers.append(caller)
    }
  }

  /// Two who answer each other's answers would never stop.
  mutating func checkAnswers(_ timeline: [Step], _ plan: RunPlan, at entry: YAMLNode.Entry) {
    func answers(_ steps: [Step]) -> Bool { steps.contains { if case .answer = $0 { true } else { false } } }
    let others =
      plan.callers.map { ($0.role, $0.timeline) } + plan.participants.map { ($0.role, $0.timeline) }
    guard answers(timeline), let other = others.first(where: { answers($0.1) }) else { return }
    report(
      "has an `answer` step, and so has `\(other.0)`: they would answer each other without end; keep one",
      at: entry.position, path: entry.value.path)
  }

  /// A call must fit into its own limit, or no call can end as expected.
  private mutating func checkDuration(_ fields: Fields, of plan: RunPlan) {
    guard !plan.callers.isEmpty else { return checkStays(fields, of: plan) }
    guard plan.nominalCallDuration > plan.maximumCallDuration else { return }
    report(
      "calls last about \(Wording.length(plan.nominalCallDuration)), longer than the `maximum-call-duration` "
        + "of \(Wording.length(plan.maximumCallDuration)); raise it or shorten the timelines",
      at: fields["maximum-call-duration"] ?? fields.node)
  }

  private mutating func caller(_ entry: YAMLNode.Entry) -> CallerPlan? {
    let example = "\(entry.key): { dial: \"call-{call}\", timeline: [silence], expect: silence }"
    guard let fields = fields(of: entry.value, known: PlanReader.callerKeys, example: example) else {
      return nil
    }
    let dial = required("dial", of: fields, example: "call-{call}").flatMap {
      user($0, example: "call-{call}")
    }
    let from = fields["from"].flatMap { user($0, example: "alice-{call}") }
    let starts = fields["starts"].flatMap { interval($0, in: .zero...PlanReader.day, example: "500 ms") }
    let level = fields["speech-level"].flatMap { self.level($0, example: "-20 dBm0") }
    let timeline =
      required("timeline", of: fields, example: "[speech: 3 s, silence]").map { self.timeline($0) } ?? []
    let expects = required("expect", of: fields, example: "silence").flatMap {
      choice($0, of: ExpectedEnding.self, noun: "ending")
    }
    let credentials = fields["credentials"].flatMap { self.credentials($0) }
    let voice = self.voice(fields, timeline)
    guard let dial, let expects else { return nil }
    var plan = CallerPlan(role: entry.key, dial: dial, timeline: timeline, expects: expects)
    plan.from = from ?? plan.from
    plan.offset = starts ?? plan.offset
    plan.speechLevel = level ?? plan.speechLevel
    plan.voice = voice
    plan.credentials = credentials
    checkEnding(of: plan, fields)
    return plan
  }

  /// The path of the voice, where the timeline speaks.
  mutating func voice(_ fields: Fields, _ timeline: [Step]) -> String? {
    let example = "../audio/voice-a.wav"
    let path = fields["voice"].flatMap { text($0, example: example) }
    guard timeline.contains(where: { if case .speech = $0 { true } else { false } }) else { return nil }
    if fields["voice"] == nil {
      report(
        "`voice` is missing, and `timeline` has a `speech` step; add it, as in `voice: \(example)`",
        at: fields.node)
    }
    return path.map { PlanReader.path($0, besides: file) }
  }

  /// `path` as seen from where `file` was seen from: joined as text, so that symbolic links keep their
  /// meaning.
  private static func path(_ path: String, besides file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }

  /// A caller that hangs up says so in both places.
  private mutating func checkEnding(of caller: CallerPlan, _ fields: Fields) {
    guard let node = fields["expect"], !caller.timeline.isEmpty else { return }
    let hangsUp = caller.timeline.contains(.hangUp)
    if caller.expects == .caller, !hangsUp {
      report("`caller` needs a `hang-up` step in `timeline`", at: node)
    }
    if hangsUp, caller.expects == .silence || caller.expects == .remote {
      report(
        "`timeline` has a `hang-up` step, so the call cannot be expected to end by "
          + "`\(caller.expects.rawValue)`; write `expect: caller`, or `any`", at: node)
    }
  }

  mutating func user(_ node: YAMLNode, example: String) -> String? {
    guard let text = text(node, example: example) else { return nil }
    guard let complaint = UserTemplate.complaint(about: text) else { return text }
    report("\(shown(text, node)) \(complaint)", at: node)
    return nil
  }

  private mutating func credentials(_ node: YAMLNode) -> CallerPlan.Credentials? {
    let example = "credentials: { user: alice, password: secret }"
    guard let fields = fields(of: node, known: ["user", "password"], example: example) else { return nil }
    let user = required("user", of: fields, example: "alice").flatMap { text($0, example: "alice") }
    let password = required("password", of: fields, example: "secret").flatMap { text($0, example: "secret") }
    guard let user, let password else { return nil }
    return CallerPlan.Credentials(user: user, password: password)
  }
}
