import Scenario
import Testing

/// Scenarios to take apart in tests.
enum Sample {
  /// A scenario with nothing but what is needed.
  static let smallest = """
    name: smallest
    callers:
      alice:
        dial: call-{call}
        timeline: [silence]
        expect: silence
    """

  /// A scenario that says something for every key and every step.
  static let fullest = "\(telephones)\n\(participants)"

  /// All of it but the participants.
  static let telephones = """
    name: fullest
    summary: Everything that can be said.
    calls: 12
    arrivals: { burst: 5, every: 2 s }
    target: embedded
    transport: tcp
    codecs: [pcma]
    silence-threshold: 8 s
    probe-share: 25 %
    jitter-buffer: 60 ms
    grace: 3 s
    maximum-call-duration: 2 min
    seed: 99
    bridge: { LOG_LEVEL: debug, SIZE: 7 }
    parameters: { talk: 5 s, room: blue }
    callers:
      alice:
        dial: "${room}-{call}"
        from: a{call}
        voice: ../audio/a.wav
        speech-level: -26 dBm0
        starts: 500 ms
        timeline:
          - speech: ${talk}
          - silence: 2 s
          - silence: { kind: comfort-noise, for: 1 s }
          - silence: { kind: discontinuous, for: 1.5 s }
          - silence: { kind: noise, level: -50 dBm0, for: 1 min }
          - probes: { every: 600 ms, for: 3 s }
          - echo: 2 s
          - tone: { frequency: 440 Hz, level: -10 dBm0, for: 2 s }
          - dtmf: "12#"
          - hold: 3 s
          - repeat: { times: 2, steps: [speech: 20 ms, silence: 40 ms] }
          - hang-up
        expect: caller
        credentials: { user: u, password: p }
      bob:
        dial: "${room}-{call}"
        timeline: [echo]
        expect: remote
    thresholds:
      - answered.rate == 100 %
      - hangup_error.p99 < 40 ms
    limits: { send-lag: 12 ms, started: 99.5 %, calibration-error: 3 ms, receive-drops: 4, clock-step: 2 ms }
    """

  private static let participants = """
    participants:
      agent:
        room: "${room}-{call}"
        identity: agent-{call}
        joins: 250 ms
        voice: ../audio/b.wav
        speech-level: -22 dBm0
        publish: true
        codec: pcmu
        timeline:
          - speech: 2 s
          - answer: { for: 20 s }
          - mute: 3 s
          - silence: { kind: discontinuous, for: 1 s }
          - leave
        expect: leave
      guest:
        timeline: [silence]
        expect: room-end
    """

  /// The smallest scenario with `lines` at its top level.
  static func with(_ lines: String) -> String { "\(lines)\n\(smallest)" }

  /// The smallest scenario with another timeline, written in flow style, and voice.
  static func timeline(_ steps: String, expect: String = "silence") -> String {
    """
    name: steps
    callers:
      alice:
        dial: call-{call}
        voice: a.wav
        timeline: \(steps)
        expect: \(expect)
    """
  }

  /// The smallest scenario with a participant that has this timeline, written in flow style.
  static func stay(_ steps: String, expect: String = "any", _ more: String = "") -> String {
    """
    \(smallest)
    participants:
      agent:
        voice: b.wav
        timeline: \(steps)
        expect: \(expect)\(more.split(separator: "\n").map { "\n    \($0)" }.joined())
    """
  }

  /// The plan of a text that must be right.
  static func plan(
    _ text: String, set overrides: [(name: String, value: String)] = [], target: String? = nil
  ) throws -> RunPlan {
    try ScenarioFile.plan(text: text, path: "folder/test.yaml", overrides: overrides, target: target)
  }

  /// The problems of a text that must be wrong, without their excerpts: `line:column path: text`.
  static func problems(
    _ text: String, set overrides: [(name: String, value: String)] = [], target: String? = nil,
    _ place: SourceLocation = #_sourceLocation
  ) -> [String] {
    do {
      _ = try ScenarioFile.plan(text: text, path: "folder/test.yaml", overrides: overrides, target: target)
      Issue.record("nothing was found wrong", sourceLocation: place)
      return []
    } catch {
      return error.problems.map { problem in
        let file = problem.line > 0 ? "\(problem.line):\(problem.column)" : problem.file
        return "\(file) \(problem.path): \(problem.text)"
      }
    }
  }
}
