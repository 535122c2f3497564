public import SansIO

extension Step {
  /// One digit and the pause behind it.
  private static let digit = Interval.milliseconds(200)

  /// How long it takes; `nil` when it lasts until the call ends. Hanging up and leaving
  /// take no time.
  public var length: Interval? {
    switch self {
    case .speech(let length), .probes(_, let length), .tone(_, _, let length), .hold(let length),
      .mute(let length):
      length
    case .silence(_, let length), .echo(let length), .answer(let length): length
    case .dtmf(let digits): Step.digit * digits.utf8.count
    case .hangUp, .leave: .zero
    }
  }

  /// Whether what it sends keeps a bridge from hanging up. Echoes and answers do so only as long as there
  /// is something to echo or to answer.
  public var isActive: Bool {
    switch self {
    case .speech, .probes, .tone, .dtmf, .hold: true
    case .silence, .echo, .answer, .mute, .hangUp, .leave: false
    }
  }
}

extension Step: CustomStringConvertible {
  /// The step in a few plain words, as in `speaks 3 s`.
  public var description: String {
    let time = length.map { " " + Wording.length($0) } ?? ""
    switch self {
    case .speech: return "speaks\(time)"
    case .silence(let kind, let length): return "\(kind)" + (length == nil ? " until the call ends" : time)
    case .probes(let every, _): return "probes every \(Wording.length(every)) for\(time)"
    case .echo(let length): return "echoes" + (length == nil ? " until the call ends" : time)
    case .tone(let hertz, let level, _):
      return "tone of \(Wording.decimal(hertz)) Hz at \(Wording.decimal(level)) dBm0 for\(time)"
    case .dtmf(let digits): return "dials \(digits)"
    case .hold: return "holds\(time)"
    case .answer(let length):
      return "answers probes" + (length == nil ? " until the call ends" : " for\(time)")
    case .mute: return "is muted\(time)"
    case .hangUp: return "hangs up"
    case .leave: return "leaves"
    }
  }
}

extension SilenceKind: CustomStringConvertible {
  /// The kind in a few plain words.
  public var description: String {
    switch self {
    case .idle: "silence"
    case .discontinuous: "no packets"
    case .comfortNoise: "comfort noise"
    case .noise(let level): "noise at \(Wording.decimal(level)) dBm0"
    }
  }
}
