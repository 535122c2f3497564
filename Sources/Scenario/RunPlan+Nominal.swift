import Measurement
public import SansIO

/// Estimates for progress bars and limits; delays of the system under test are not in them.
extension RunPlan {
  /// How long one simulated call lasts, from its planned start to the end of its last caller; without
  /// callers, to the end of its last participant.
  ///
  /// Where a caller hangs up, the call is over then; but a call that anybody expects to end by silence lasts
  /// until the threshold has passed since the last activity, and so does one in which nobody hangs up.
  public var nominalCallDuration: Interval {
    if callers.isEmpty { return longestStay }
    let scripts = callers.map { Script($0.timeline, from: $0.offset) }
    let byHand = scripts.compactMap(\.hangUp).max()
    let all = scripts + participants.map { Script($0.timeline, from: max($0.offset, .zero)) }
    let bySilence = (all.map(\.lastActivity).max() ?? .zero) + silenceThreshold
    guard let byHand else { return bySilence }
    return callers.contains { $0.expects == .silence } ? max(byHand, bySilence) : byHand
  }

  /// From the planned start of a call without callers to the end of its last participant: each leaves by its
  /// script, or stays as long as a call may last.
  private var longestStay: Interval {
    participants.map { $0.offset + stayLength($0) }.max().map { max($0, .zero) } ?? .zero
  }

  private func stayLength(_ participant: ParticipantPlan) -> Interval {
    participant.timeline.last == .leave ? participant.timeline.nominalLength : maximumCallDuration
  }

  /// How long the run lasts: the last arrival and one call.
  public var nominalDuration: Interval { (arrivals.last ?? .zero) + nominalCallDuration }

  /// SIP calls of the whole run: one for each caller of each simulated call.
  public var sipCalls: Int { arrivals.count * callers.count }

  /// Participants of the whole run.
  public var stays: Int { arrivals.count * participants.count }

  /// Place of the participant `index` of the scenario among the people of its call, 0...3: callers come
  /// first. Its probes name it so.
  public func role(ofParticipant index: Int) -> Int { callers.count + index }

  /// What a timeline says about time, counted from the planned start of its call.
  private struct Script {
    /// End of the last step that keeps a bridge from hanging up; the start when there is none.
    var lastActivity: Interval
    /// When it hangs up, if it does.
    var hangUp: Interval?

    init(_ timeline: [Step], from offset: Interval) {
      var now = offset
      lastActivity = now
      for step in timeline {
        now += step.length ?? .zero
        if step.isActive { lastActivity = now }
        if step == .hangUp { hangUp = now }
      }
    }
  }
}

extension [Step] {
  /// What the steps with a length add up to.
  var nominalLength: Interval { reduce(.zero) { $0 + ($1.length ?? .zero) } }
}
