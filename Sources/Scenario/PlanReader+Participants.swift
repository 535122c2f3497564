import Measurement
import SansIO

/// The participants of every call.
extension PlanReader {
  private static let participantKeys = [
    "room", "identity", "joins", "voice", "speech-level", "publish", "codec", "timeline", "expect",
  ]
  /// Longest time before its call that a participant joins.
  private static let earliest = Interval.seconds(-3_600)

  mutating func readParticipants(_ fields: Fields, into plan: inout RunPlan) {
    guard let node = fields["participants"] else { return }
    let example = "participants: { agent: { timeline: [answer], expect: room-end } }"
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      let found = node.kind == "a mapping" ? "empty" : node.kind
      report("must be a mapping of roles, as in `\(example)`, and is \(found)", at: node)
      return
    }
    for (index, entry) in entries.enumerated() {
      checkRole(of: entry, number: plan.callers.count + index, path: node.path, plan)
      guard let participant = participant(entry) else { continue }
      checkAnswers(participant.timeline, plan, at: entry)
      plan.participants.append(participant)
    }
    guard plan.rooms == nil, case .sip = plan.target else { return }
    let sip = fields["callers"] == nil ? "" : "sip: \"\(plan.target)\", "
    report(
      "need tokens for the rooms of the target; write it as in `target: { \(sip)"
        + "token: \"http://host:3001/api/token\" }`", at: node)
  }

  /// A participant that joins before its call moves all calls, so that nothing is planned before the start
  /// of the run.
  mutating func shiftArrivals(of plan: inout RunPlan) {
    let lead = Interval.zero - (plan.participants.map(\.offset).min() ?? .zero)
    guard lead > .zero else { return }
    plan.arrivals = plan.arrivals.map { $0 + lead }
  }

  private mutating func checkRole(of entry: YAMLNode.Entry, number: Int, path: String, _ plan: RunPlan) {
    if number == PlanReader.mostPeople {
      report(
        "a call has at most \(PlanReader.mostPeople) people, callers and participants together, and this is one more",
        at: entry.position, path: path)
    }
    if !PlanReader.isWord(entry.key) {
      report(
        "\(Wording.quoted(entry.key)) is no name for a role; \(PlanReader.wordRule), as in `agent`",
        at: entry.position, path: path)
    }
    if plan.callers.contains(where: { $0.role == entry.key }) {
      report(
        "`\(entry.key)` is a caller already; name the participant otherwise", at: entry.position, path: path)
    }
  }

  private mutating func participant(_ entry: YAMLNode.Entry) -> ParticipantPlan? {
    let example = "\(entry.key): { timeline: [answer], expect: room-end }"
    guard let fields = fields(of: entry.value, known: PlanReader.participantKeys, example: example) else {
      return nil
    }
    person = .participant
    defer { person = .caller }
    let room = fields["room"].flatMap { user($0, example: "call-{call}") }
    let identity = fields["identity"].flatMap { user($0, example: "agent-{call}") }
    let joins = fields["joins"].flatMap {
      interval($0, in: PlanReader.earliest...PlanReader.day, example: "-2 s")
    }
    let level = fields["speech-level"].flatMap { self.level($0, example: "-20 dBm0") }
    let codec = fields["codec"].flatMap { choice($0, of: ParticipantPlan.Codec.self, noun: "codec") }
    let timeline =
      required("timeline", of: fields, example: "[speech: 3 s, silence]").map { self.timeline($0) } ?? []
    let expects = required("expect", of: fields, example: "room-end").flatMap {
      choice($0, of: ExpectedLeave.self, noun: "ending")
    }
    let publishes = publishes(fields, timeline) ?? true
    let voice = self.voice(fields, timeline)
    guard let expects else { return nil }
    var plan = ParticipantPlan(
      role: entry.key, room: room, voice: voice, publishes: publishes, timeline: timeline, expects: expects)
    plan.identity = identity ?? plan.identity
    plan.offset = joins ?? plan.offset
    plan.speechLevel = level ?? plan.speechLevel
    plan.codec = codec ?? plan.codec
    checkEnding(of: plan, fields)
    return plan
  }

  /// Whether it publishes, where the file says so.
  private mutating func publishes(_ fields: Fields, _ timeline: [Step]) -> Bool? {
    guard let node = fields["publish"], let text = text(node, example: "true") else { return nil }
    guard text == "true" || text == "false" else {
      report("\(shown(text, node)) must be `true` or `false`", at: node)
      return nil
    }
    if text == "false", let step = timeline.first(where: \.isHeard) {
      report("without a track nobody hears what `timeline` does (\(step)); remove one of them", at: node)
    }
    return text == "true"
  }

  /// A participant that leaves says so in both places.
  private mutating func checkEnding(of participant: ParticipantPlan, _ fields: Fields) {
    guard let node = fields["expect"], !participant.timeline.isEmpty else { return }
    let leaves = participant.timeline.contains(.leave)
    if participant.expects == .leave, !leaves {
      report("`leave` needs a `leave` step in `timeline`", at: node)
    }
    if leaves, participant.expects == .roomEnd || participant.expects == .removed {
      report(
        "`timeline` has a `leave` step, so the stay cannot be expected to end by "
          + "`\(participant.expects.rawValue)`; write `expect: leave`, or `any`", at: node)
    }
  }
}
