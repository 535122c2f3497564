package import Audio
package import Measurement
package import RTP
import SansIO
package import Scenario

/// The mouth of a simulated person: turns a timeline into one utterance for each 20 ms.
package struct Speaker {
  /// What one 20 ms slot of the timeline asks for.
  package enum Utterance: Equatable {
    /// Send the samples; whether they are activity by the truth table, and the probe that begins with them.
    case audio(active: Bool, probe: ProbeIdentity?)
    /// Send nothing.
    case nothing
    /// Send a comfort noise packet.
    case comfortNoise
    /// Send a packet of a telephone event; `start` tells its first packet.
    case event(TelephoneEvent, start: Bool)
    /// Put the call on hold, or take it back; no packet.
    case hold(Bool)
    /// Mute the published track, or unmute it; no packet.
    case mute(Bool)
    /// Hang up, or leave the room.
    case hangUp
  }

  /// Level from which a frame counts as activity (the truth table's speech row).
  static let activityLevel = Level(dBm0: -35)
  /// Distance of comfort noise packets, in frames: 200 ms.
  static let comfortNoisePeriod = 10
  /// Frames between the recognition of a probe and the answer to it: 40 ms.
  package static let answerDelay = 2
  /// Recognised probes that wait for their answers; more are not answered.
  static let mostUnanswered = 4

  /// The running step.
  enum Playing {
    /// Between steps. Next: any.
    case choosing
    case speech(next: Int, end: Int)
    case silence(SilenceKind, left: Int?, elapsed: Int)
    case probes(everyFrames: Int, left: Int, sinceLast: Int, signal: [Int16], offset: Int)
    case echo(left: Int?)
    case answering(left: Int?, signal: [Int16], offset: Int)
    case tone(Tone, left: Int)
    case digits(DigitPlayer)
    case held(left: Int)
    case muted(left: Int)
  }

  /// A probe that was recognised, and the frames until its answer begins.
  struct Unanswered {
    var probe: HeardProbe
    var framesLeft: Int
  }

  private let steps: [Step]
  private let clip: SpeechClip?
  private let sendsProbes: Bool
  let call: Int
  let role: Int
  private var step = 0
  var playing = Playing.choosing
  private var clipPosition: Int
  private var probeSequence = 0
  /// How many of the probes heard were looked at.
  var noticed = 0
  var unanswered: [Unanswered] = []
  private var noise: Noise?
  private let seed: UInt64

  /// What is being sent, for the record.
  package private(set) var kind = ActivitySegment.Kind.silence
  /// What the probe begun last answers; `nil` when it answers none.
  package internal(set) var answered: AnsweredProbe?
  /// The frame of the clip that the last utterance was; `nil` when it was anything else. Whoever encodes may
  /// share what it made of one frame.
  package private(set) var clipFrame: Int?

  /// The mouth of somebody in call number `call`; `seed` is that of the noise.
  /// - Parameters:
  ///   - role: place among the people of the call, 0...3, as probes name it.
  ///   - sendsProbes: whether this call is one of those that are probed.
  package init(timeline: [Step], clip: SpeechClip?, call: Int, role: Int, sendsProbes: Bool, seed: UInt64) {
    steps = timeline
    self.clip = clip
    self.sendsProbes = sendsProbes
    self.call = call
    self.role = role
    self.seed = seed
    clipPosition = clip.map { (call &* 37 &+ role &* 151) % $0.frameCount } ?? 0
  }

  /// Produces the next 20 ms into `samples` (160 at 8 kHz), where the utterance is audio.
  /// - Parameter heard: what is heard at this instant, for echoing.
  package mutating func next(heard: [Int16], into samples: inout [Int16]) -> Utterance {
    clipFrame = nil
    while true {
      if case .choosing = playing {
        if let command = beginStep() { return command }
      }
      if let utterance = continueStep(heard: heard, into: &samples) { return utterance }
      playing = .choosing
    }
  }

  /// Begins the next step of the timeline; answers a command that needs no audio.
  private mutating func beginStep() -> Utterance? {
    guard step < steps.count else {
      kind = .silence
      playing = .silence(.idle, left: nil, elapsed: 0)
      return nil
    }
    defer { step += 1 }
    switch steps[step] {
    case .speech(let length): beginSpeech(frames: Speaker.frames(length))
    case .probes(let every, let lasting):
      beginProbes(every: Speaker.frames(every), frames: Speaker.frames(lasting))
    case .silence(let silence, let length):
      kind = .silence
      if case .noise(let level) = silence { noise = Noise(.white, level: Level(dBm0: level), seed: seed) }
      playing = .silence(silence, left: length.map(Speaker.frames), elapsed: 0)
    case .echo(let length):
      kind = .echo
      playing = .echo(left: length.map(Speaker.frames))
    case .answer(let length):
      kind = .answers
      unanswered.removeAll(keepingCapacity: true)
      playing = .answering(left: length.map(Speaker.frames), signal: [], offset: 0)
    case .tone(let hertz, let level, let lasting):
      kind = .tone
      playing = .tone(Tone(frequency: hertz, level: Level(dBm0: level)), left: Speaker.frames(lasting))
    case .dtmf(let digits):
      kind = .dtmf
      playing = .digits(DigitPlayer(digits))
    case .hold(let length):
      kind = .hold
      playing = .held(left: Speaker.frames(length))
      return .hold(true)
    case .mute(let length):
      kind = .muted
      playing = .muted(left: Speaker.frames(length))
      return .mute(true)
    case .hangUp, .leave: return .hangUp
    }
    return nil
  }

  private mutating func beginSpeech(frames: Int) {
    kind = .speech
    guard let clip else { preconditionFailure("Speaker: the plan let \(role) speak without a voice") }
    let segment = clip.segment(frames: frames, startingAt: clipPosition)
    clipPosition = segment.upperBound % clip.frameCount
    playing = .speech(next: segment.lowerBound, end: segment.upperBound)
  }

  /// A call outside the probed share speaks where the others send probes, so that its load is the same.
  private mutating func beginProbes(every: Int, frames: Int) {
    guard sendsProbes else {
      if clip != nil { return beginSpeech(frames: frames) }
      kind = .silence
      playing = .silence(.idle, left: frames, elapsed: 0)
      return
    }
    kind = .probes
    playing = .probes(everyFrames: every, left: frames, sinceLast: every, signal: [], offset: 0)
  }

  /// Plays one frame of the running step; `nil` when the step is over.
  private mutating func continueStep(heard: [Int16], into samples: inout [Int16]) -> Utterance? {
    switch playing {
    case .choosing: return nil
    case .speech(let next, let end):
      guard next < end, let clip else { return nil }
      let frame = clip.frame(next)
      for index in samples.indices { samples[index] = frame[index] }
      clipFrame = next
      playing = .speech(next: next + 1, end: end)
      return .audio(active: clip.level(next) >= Speaker.activityLevel, probe: nil)
    case .silence(let silence, let left, let elapsed):
      if let left, elapsed >= left { return nil }
      playing = .silence(silence, left: left, elapsed: elapsed + 1)
      return quiet(silence, elapsed: elapsed, into: &samples)
    case .probes: return continueProbes(into: &samples)
    case .answering: return continueAnswering(into: &samples)
    case .echo(let left):
      if left == 0 { return nil }
      playing = .echo(left: left.map { $0 - 1 })
      for index in samples.indices { samples[index] = heard[index] }
      return .audio(active: Level(of: heard.span) >= Speaker.activityLevel, probe: nil)
    case .tone(var tone, let left):
      guard left > 0 else { return nil }
      for index in samples.indices { samples[index] = Int16(clamping: Int(tone.next().rounded())) }
      playing = .tone(tone, left: left - 1)
      return .audio(active: Level(of: samples.span) >= Speaker.activityLevel, probe: nil)
    case .digits(var player):
      guard let utterance = player.next() else { return nil }
      playing = .digits(player)
      return utterance
    case .held(let left):
      guard left > 0 else {
        playing = .choosing
        return .hold(false)
      }
      playing = .held(left: left - 1)
      return .nothing
    case .muted(let left):
      guard left > 0 else {
        playing = .choosing
        return .mute(false)
      }
      playing = .muted(left: left - 1)
      return .nothing
    }
  }

  private mutating func quiet(_ silence: SilenceKind, elapsed: Int, into samples: inout [Int16]) -> Utterance
  {
    for index in samples.indices { samples[index] = 0 }
    switch silence {
    case .idle: return .audio(active: false, probe: nil)
    case .discontinuous: return .nothing
    case .comfortNoise: return elapsed % Speaker.comfortNoisePeriod == 0 ? .comfortNoise : .nothing
    case .noise:
      for index in samples.indices { samples[index] = Int16(clamping: Int((noise?.next() ?? 0).rounded())) }
      return .audio(active: Level(of: samples.span) >= Speaker.activityLevel, probe: nil)
    }
  }

  private mutating func continueProbes(into samples: inout [Int16]) -> Utterance? {
    guard case .probes(let every, let left, var sinceLast, var signal, var offset) = playing else {
      return nil
    }
    var started: ProbeIdentity?
    // A probe is begun only if all of it fits into the step.
    if sinceLast >= every, left >= (Probe.length + 159) / 160 {
      let identity = nextIdentity()
      answered = nil
      signal = Probe.samples(code: ProbeCode(identity))
      (offset, sinceLast, started) = (0, 0, identity)
    }
    guard left > 0 else { return nil }
    let active = offset < signal.count
    for index in samples.indices {
      samples[index] = offset < signal.count ? signal[offset] : 0
      offset += 1
    }
    playing = .probes(
      everyFrames: every, left: left - 1, sinceLast: sinceLast + 1, signal: signal, offset: offset)
    return .audio(active: active, probe: started)
  }

  mutating func nextIdentity() -> ProbeIdentity {
    defer { probeSequence += 1 }
    return ProbeIdentity(call: call, role: role, sequence: probeSequence)
  }

  /// Whole packets in a length of time, at least one.
  private static func frames(_ length: Interval) -> Int { max(1, Int((length.milliseconds / 20).rounded())) }
}
