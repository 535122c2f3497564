import Measurement
import SansIO

extension RunPlan {
  /// What will be done, in a few plain lines for a terminal; no line ends in a newline.
  public func describe() -> [String] {
    var lines = [summary.isEmpty ? name : "\(name): \(firstSentence)"]
    lines.append(load)
    let offered = codecs.map(\.rawValue).joined(separator: ", ")
    let telephony = callers.isEmpty ? "" : ", \(transport.rawValue.uppercased()), \(offered)"
    lines.append("target: \(targetName)\(telephony)")
    lines += callers.map { caller in
      "\(caller.role) dials \(caller.dial): \(RunPlan.shortened(caller.timeline)); \(ending(caller))"
    }
    lines += participants.map { participant in
      let room = participant.room ?? callers.first?.dial ?? ""
      let codec = participant.codec == .any ? "" : ", hears \(participant.codec.rawValue)"
      let steps = participant.timeline.isEmpty ? "listens" : RunPlan.shortened(participant.timeline)
      return "\(participant.role) joins \(room)\(codec): \(steps); \(ending(participant))"
    }
    if let links { lines.append("links in virtual time: phones \(links.phones); rooms \(links.rooms)") }
    if !thresholds.isEmpty {
      lines.append("passes if \(thresholds.map(\.description).joined(separator: ", "))")
    }
    lines.append("takes about \(Wording.length(nominalDuration.rounded)); seed \(seed)")
    return lines
  }

  /// The summary up to its first full stop; the rest is for those who open the file.
  private var firstSentence: String {
    let text = Wording.printable(summary)
    guard let end = text.firstRange(of: ". ") else { return text }
    return text[..<end.lowerBound] + "."
  }

  private var load: String {
    let last = arrivals.last ?? .zero
    let when = arrivals.count == 1 || last == .zero ? "at once" : "over \(Wording.length(last.rounded))"
    if callers.isEmpty {
      return
        "\(Wording.count(arrivals.count, "call")) of \(Wording.count(participants.count, "participant")) "
        + "without callers (\(Wording.count(stays, "join"))), started \(when)"
    }
    let others = participants.isEmpty ? "" : "and \(Wording.count(participants.count, "participant")) "
    return "\(Wording.count(arrivals.count, "call")) of \(Wording.count(callers.count, "caller")) \(others)"
      + "(\(Wording.count(sipCalls, "SIP call"))), started \(when)"
  }

  /// How the target is named to people: rooms alone by the address that the file gives.
  public var targetName: String {
    guard target == .rooms, let rooms else { return "\(target)" }
    if let url = rooms.url { return url }
    if case .endpoint(let address) = rooms.tokens { return address }
    return "\(target)"
  }

  private func ending(_ caller: CallerPlan) -> String {
    switch caller.expects {
    case .silence: "must be hung up after \(Wording.length(silenceThreshold)) of silence"
    case .caller: "ends its call itself"
    case .remote: "must be hung up by the far side"
    case .any: "may end in any way"
    }
  }

  private func ending(_ participant: ParticipantPlan) -> String {
    switch participant.expects {
    case .roomEnd: "must see the room end"
    case .leave: "leaves by itself"
    case .removed: "must be removed"
    case .any: "may end in any way"
    }
  }

  /// The first steps, and how many more there are.
  private static func shortened(_ timeline: [Step]) -> String {
    let shown = 6
    let start = timeline.prefix(shown).map(\.description).joined(separator: ", ")
    let rest = timeline.count - shown
    return rest > 0 ? "\(start) and \(Wording.count(rest, "more step"))" : start
  }
}

extension TargetPlan: CustomStringConvertible {
  /// The target as it is written in a scenario, with the settings of an embedded bridge behind it.
  public var description: String {
    switch self {
    case .embedded(let settings):
      let pairs = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\(Wording.printable($0.value))" }
      return pairs.isEmpty ? "embedded" : "embedded (\(pairs.joined(separator: " ")))"
    case .sip(let host, let port):
      return host.contains(":") ? "sip:[\(host)]:\(port)" : "sip:\(host):\(port)"
    case .rooms: return "rooms"
    }
  }
}

extension Interval {
  /// To the tenth of a second: an estimate has no more digits.
  fileprivate var rounded: Interval { .milliseconds((nanoseconds + 50_000_000) / 100_000_000 * 100) }
}
