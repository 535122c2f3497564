import Measurement
import SansIO

/// A run's own keys: everything but its callers and their arrivals.
extension PlanReader {
  /// Longest time that any single value may name.
  static let day = Interval.seconds(86_400)

  mutating func readIdentity(_ fields: Fields, into plan: inout RunPlan) {
    if let node = required("name", of: fields, example: "first-call"),
      let name = text(node, example: "first-call")
    {
      if PlanReader.isWord(name) {
        plan.name = name
      } else {
        report(
          "\(shown(name, node)) is no name; \(PlanReader.wordRule), as in `first-call`",
          at: node)
      }
    }
    if let node = fields["summary"] { plan.summary = text(node, example: "Two callers meet.") ?? "" }
    if let node = fields["seed"], let seed = text(node, example: "1") {
      if seed.allSatisfy({ $0.isASCII && $0.isNumber }), let value = UInt64(seed) {
        plan.seed = value
      } else {
        report("\(shown(seed, node)) is no seed; write a whole number from 0 to \(UInt64.max)", at: node)
      }
    }
  }

  mutating func readTarget(_ fields: Fields, override: String?, into plan: inout RunPlan) {
    if let node = fields["transport"], let transport = choice(node, of: Transport.self, noun: "transport") {
      plan.transport = transport
    }
    let isRoomTest = fields["callers"] == nil && fields["participants"] != nil
    if let node = fields["target"], let uri = targetURI(node, needsSIP: !isRoomTest, into: &plan) {
      plan.target = uri.target
      if let transport = uri.transport {
        if fields["transport"] != nil, transport != plan.transport {
          report(
            "`target` says \(transport.rawValue) and `transport` says \(plan.transport.rawValue); keep one",
            at: node)
        }
        plan.transport = transport
      }
    }
    if let override {
      let position = YAMLNode.Position(file: "--target", line: 0, column: 0)
      if let uri = target(override, at: YAMLNode(position: position, path: "", content: .scalar(override))) {
        if uri.target != plan.target { plan.rooms = nil }
        plan.target = uri.target
        plan.transport = uri.transport ?? plan.transport
      }
    }
    guard let node = fields["bridge"] else { return }
    let settings = bridgeSettings(node)
    if case .embedded = plan.target {
      plan.target = .embedded(settings: settings)
    } else if override == nil {
      report("`bridge` sets up an embedded bridge, and `target` is another one; remove one of them", at: node)
    }
  }

  /// The target of a plain value, or of a mapping that says how its rooms are reached too; where nobody calls,
  /// how its rooms are reached is enough.
  private mutating func targetURI(
    _ node: YAMLNode, needsSIP: Bool, into plan: inout RunPlan
  ) -> TargetURI? {
    let example = "target: { sip: \"sip:host\", token: \"http://host:3001/api/token\" }"
    guard case .mapping = node.content else {
      return text(node, example: "embedded").flatMap { target($0, at: node) }
    }
    let known = ["sip", "rooms", "token", "api-key", "api-secret"]
    guard let fields = fields(of: node, known: known, example: example) else { return nil }
    if fields["sip"] == nil, !needsSIP {
      plan.rooms = rooms(fields)
      return TargetURI(target: .rooms)
    }
    let sip = required("sip", of: fields, example: "\"sip:host:5060\"")
    let uri = sip.flatMap { node in text(node, example: "sip:host:5060").flatMap { target($0, at: node) } }
    if let sip, let uri, case .embedded = uri.target {
      report("an embedded bridge brings its rooms; write `target: embedded`", at: sip)
    }
    plan.rooms = rooms(fields)
    return uri
  }

  /// How rooms are reached; without any meaning where a problem was reported.
  private mutating func rooms(_ fields: Fields) -> RoomsPlan {
    let unreadable = RoomsPlan(tokens: .endpoint(""))
    let url = fields["rooms"].map { address($0, scheme: "ws", example: "ws://host:7880") }
    let endpoint = fields["token"].map { address($0, scheme: "http", example: "http://host:3001/api/token") }
    let key = fields["api-key"].flatMap { environmentName($0, example: "LIVEKIT_API_KEY") }
    let secret = fields["api-secret"].flatMap { environmentName($0, example: "LIVEKIT_API_SECRET") }
    guard (endpoint == nil) == (fields["api-key"] != nil), (endpoint == nil) == (fields["api-secret"] != nil)
    else {
      report(
        "needs either `token`, an address that gives out tokens, or `api-key` and `api-secret`, names of "
          + "environment variables to sign them with", at: fields.node)
      return unreadable
    }
    if let endpoint { return RoomsPlan(url: url ?? nil, tokens: .endpoint(endpoint ?? "")) }
    if url == nil {
      report(
        "`rooms` is missing; tokens that are signed here bring no address; add it, as in `rooms: ws://host:7880`",
        at: fields.node)
    }
    guard let url, let key, let secret else { return unreadable }
    return RoomsPlan(url: url, tokens: .signed(key: key, secret: secret))
  }

  /// An address of this scheme with a host. Those with TLS are refused: the simulator's client has none.
  private mutating func address(_ node: YAMLNode, scheme: String, example: String) -> String? {
    guard let text = text(node, example: example) else { return nil }
    let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    guard text.utf8.count <= 300, parts.count == 2, parts[0] == scheme,
      let host = parts[1].split(separator: "/", omittingEmptySubsequences: false).first, !host.isEmpty,
      text.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
    else {
      report(
        "\(shown(text, node)) is no address that begins with `\(scheme)://`; write it as `\(example)`",
        at: node)
      return nil
    }
    return text
  }

  private mutating func environmentName(_ node: YAMLNode, example: String) -> String? {
    guard let text = text(node, example: example) else { return nil }
    if PlanReader.isEnvironmentName(text) { return text }
    report("\(shown(text, node)) is no environment name; they look like `\(example)`", at: node)
    return nil
  }

  private static func isEnvironmentName(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    let isName = scalars.allSatisfy { ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
    guard isName, let first = scalars.first else { return false }
    return !("0"..."9").contains(first)
  }

  private mutating func target(_ text: String, at node: YAMLNode) -> TargetURI? {
    do {
      return try TargetURI(parsing: text)
    } catch {
      report(error.description, at: node)
      return nil
    }
  }

  /// Environment names and values of an embedded bridge.
  private mutating func bridgeSettings(_ node: YAMLNode) -> [String: String] {
    guard case .mapping(let entries) = node.content else {
      report("must be a mapping, as in `bridge: { LOG_LEVEL: debug }`, and is \(node.kind)", at: node)
      return [:]
    }
    var settings: [String: String] = [:]
    for entry in entries {
      guard PlanReader.isEnvironmentName(entry.key) else {
        report(
          "\(Wording.quoted(entry.key)) is no environment name; they look like `LOG_LEVEL`",
          at: entry.position,
          path: node.path)
        continue
      }
      settings[entry.key] = text(entry.value, example: "\(entry.key): value")
    }
    return settings
  }

  mutating func readMedia(_ fields: Fields, into plan: inout RunPlan) {
    if let node = fields["codecs"], let items = items(node, example: "[pcmu, pcma]") {
      plan.codecs = []
      for item in items {
        guard let codec = choice(item, of: AudioCodec.self, noun: "codec") else { continue }
        if plan.codecs.contains(codec) { report("`\(codec.rawValue)` stands here twice", at: item) }
        plan.codecs.append(codec)
      }
    }
    if let node = fields["probe-share"] { plan.probeShare = share(node, example: "20 %") ?? 1 }
    if let node = fields["jitter-buffer"] {
      let range = Interval.milliseconds(1)...Interval.milliseconds(500)
      plan.jitterBuffer = interval(node, in: range, example: "40 ms") ?? plan.jitterBuffer
    }
  }

  mutating func readTimes(_ fields: Fields, into plan: inout RunPlan) {
    let least = Interval.milliseconds(100)
    if let node = fields["silence-threshold"] {
      plan.silenceThreshold =
        interval(node, in: least...PlanReader.day, example: "10 s") ?? plan.silenceThreshold
    }
    if let node = fields["grace"] {
      plan.grace = interval(node, in: least...PlanReader.day, example: "5 s") ?? plan.grace
    }
    if let node = fields["maximum-call-duration"] {
      plan.maximumCallDuration =
        interval(node, in: least...PlanReader.day, example: "2 min") ?? plan.maximumCallDuration
    }
  }

  mutating func readJudgement(_ fields: Fields, into plan: inout RunPlan) {
    if let node = fields["thresholds"], let items = items(node, example: "[answered.rate == 100 %]") {
      for item in items {
        guard let text = text(item, example: "answered.rate == 100 %") else { continue }
        do {
          let threshold = try Threshold(parsing: text)
          checkSubject(of: threshold, plan, at: item)
          plan.thresholds.append(threshold)
        } catch {
          report("\(error)", at: item)
        }
      }
    }
    if let node = fields["limits"] { readLimits(node, into: &plan.limits) }
  }

  private mutating func readLimits(_ node: YAMLNode, into limits: inout RunLimits) {
    let known = ["send-lag", "started", "calibration-error", "receive-drops", "clock-step"]
    guard let fields = fields(of: node, known: known, example: "limits: { send-lag: 10 ms }") else { return }
    let range = Interval.zero...Interval.seconds(60)
    if let node = fields["send-lag"], let limit = interval(node, in: range, example: "10 ms") {
      limits.sendLag = limit.nanoseconds
    }
    if let node = fields["started"], let limit = share(node, example: "99.9 %") { limits.started = limit }
    if let node = fields["calibration-error"], let limit = interval(node, in: range, example: "2 ms") {
      limits.calibrationError = limit.nanoseconds
    }
    if let node = fields["receive-drops"], let limit = count(node, in: 0...1_000_000_000, example: "0") {
      limits.receiveDrops = limit
    }
    if let node = fields["clock-step"], let limit = interval(node, in: range, example: "1 ms") {
      limits.clockStep = limit.nanoseconds
    }
  }
}
