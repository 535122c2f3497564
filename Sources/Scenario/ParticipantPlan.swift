public import Measurement
public import SansIO

/// One participant of the room of every simulated call.
public struct ParticipantPlan: Sendable, Equatable {
  /// The codecs that a participant offers to receive. It always sends Opus.
  public enum Codec: String, Sendable, CaseIterable {
    /// Opus only.
    case opus
    /// PCMU only.
    case pcmu
    /// Both, Opus first, as browsers do.
    case any
  }

  /// The role's name, unique in the scenario, as in `agent`.
  public var role: String
  /// Name of the room, with the stand-ins `{call}` and `{role}`; `nil` means the user that the first caller
  /// dials, after which a bridge names the room unless it is set up otherwise. Without callers it has a name.
  public var room: String?
  /// The identity in the token, with the same stand-ins.
  public var identity: String
  /// When it begins to join, after the planned start of its call; negative means before it.
  public var offset: Interval
  /// Path of the voice's WAV file, resolved against the scenario's folder; `nil` when no step speaks.
  public var voice: String?
  /// Active level of its speech, dBm0.
  public var speechLevel: Double
  /// Whether it publishes a track.
  public var publishes: Bool
  /// What it offers to receive.
  public var codec: Codec
  /// What it does once it can take part, in order. After the last step it sends silence until the room ends.
  public var timeline: [Step]
  /// How its stay must end.
  public var expects: ExpectedLeave

  /// Makes a participant; what is left out has the value that a scenario file without that key gets.
  public init(
    role: String, room: String? = nil, identity: String = "{role}-{call}", offset: Interval = .zero,
    voice: String? = nil, speechLevel: Double = -20, publishes: Bool = true, codec: Codec = .any,
    timeline: [Step], expects: ExpectedLeave
  ) {
    self.role = role
    self.room = room
    self.identity = identity
    self.offset = offset
    self.voice = voice
    self.speechLevel = speechLevel
    self.publishes = publishes
    self.codec = codec
    self.timeline = timeline
    self.expects = expects
  }

  /// Its identity in the simulated call of this number.
  public func identity(call: Int) -> String { UserTemplate.filled(identity, call: call, role: role) }

  /// Name of its room in the simulated call of this number, in which `caller` dials first, if anybody does.
  public func room(call: Int, firstCaller caller: CallerPlan?) -> String {
    room.map { UserTemplate.filled($0, call: call, role: role) } ?? caller?.dialledUser(call: call) ?? ""
  }
}

extension Step {
  /// Whether others can hear it, so that it needs a track.
  var isHeard: Bool {
    switch self {
    case .speech, .probes, .echo, .answer, .tone, .dtmf, .silence(.noise, _): true
    case .silence, .hold, .mute, .hangUp, .leave: false
    }
  }
}
