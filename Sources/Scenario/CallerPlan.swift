public import Measurement
public import SansIO

/// One caller of every simulated call.
public struct CallerPlan: Sendable {
  /// The role's name, unique in the scenario, as in `alice`.
  public var role: String
  /// User part of the dialled URI; `{call}` stands for the call's number, `{role}` for the role.
  public var dial: String
  /// User part of the From URI, with the same stand-ins.
  public var from: String
  /// When this caller dials, after the planned start of its call.
  public var offset: Interval
  /// Path of the voice's WAV file, resolved against the scenario's folder; `nil` when no step speaks.
  public var voice: String?
  /// Active level of its speech, dBm0.
  public var speechLevel: Double
  /// What it does once answered, in order. After the last step it sends silence until the call ends.
  public var timeline: [Step]
  /// How its call must end.
  public var expects: ExpectedEnding
  /// Credentials for digest authentication.
  public var credentials: Credentials?

  /// A user name and password.
  public struct Credentials: Sendable, Equatable {
    public var user: String
    public var password: String

    /// Makes the credentials of `user`.
    public init(user: String, password: String) {
      self.user = user
      self.password = password
    }
  }

  /// Makes a caller that dials `dial` at the start of its call.
  public init(
    role: String, dial: String, from: String = "{role}-{call}", offset: Interval = .zero,
    voice: String? = nil,
    speechLevel: Double = -20, timeline: [Step], expects: ExpectedEnding, credentials: Credentials? = nil
  ) {
    self.role = role
    self.dial = dial
    self.from = from
    self.offset = offset
    self.voice = voice
    self.speechLevel = speechLevel
    self.timeline = timeline
    self.expects = expects
    self.credentials = credentials
  }

  /// The user part this caller dials in the simulated call of this number.
  public func dialledUser(call: Int) -> String { UserTemplate.filled(dial, call: call, role: role) }

  /// The user part of this caller's From URI in the simulated call of this number.
  public func fromUser(call: Int) -> String { UserTemplate.filled(from, call: call, role: role) }
}
