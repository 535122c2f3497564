package import Measurement
import Audio
import SansIO

extension Speaker {
  /// Looks at the probes heard so far, of which earlier ones were looked at before: during an `answer` step
  /// those that somebody else of the same call sent are answered, `answerDelay` frames from now, one after
  /// another.
  package mutating func notice(_ heard: [HeardProbe]) {
    guard heard.count > noticed else { return }
    defer { noticed = heard.count }
    guard case .answering = playing else { return }
    for probe in heard[noticed...] where isForMe(probe) && unanswered.count < Speaker.mostUnanswered {
      unanswered.append(Unanswered(probe: probe, framesLeft: Speaker.answerDelay))
    }
  }

  private func isForMe(_ probe: HeardProbe) -> Bool {
    guard let bits = probe.identity else { return false }
    let (own, sender) = (ProbeIdentity(call: call, role: role, sequence: 0), ProbeIdentity(bits: bits))
    return sender.call == own.call && sender.role != own.role
  }

  mutating func continueAnswering(into samples: inout [Int16]) -> Utterance? {
    guard case .answering(let left, var signal, var offset) = playing else { return nil }
    for index in unanswered.indices { unanswered[index].framesLeft -= 1 }
    if left == 0, offset >= signal.count { return nil }
    var started: ProbeIdentity?
    if offset >= signal.count, let first = unanswered.first, first.framesLeft < 0 {
      unanswered.removeFirst()
      let identity = nextIdentity()
      answered = AnsweredProbe(first.probe)
      (signal, offset, started) = (Probe.samples(code: ProbeCode(identity)), 0, identity)
    }
    let active = offset < signal.count
    for index in samples.indices {
      samples[index] = offset < signal.count ? signal[offset] : 0
      offset += 1
    }
    // The last answer is played to its end.
    playing = .answering(left: left.map { max(0, $0 - 1) }, signal: signal, offset: offset)
    return .audio(active: active, probe: started)
  }
}
