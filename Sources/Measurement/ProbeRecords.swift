/// A probe that was put on the wire.
public struct SentProbe: Codable, Sendable, Equatable {
  /// The 16-bit identity coded into it: call, role and sequence.
  public var identity: UInt16
  /// Instant of its first sample at the mouth: send instant of the packet that begins with it − packet
  /// length.
  public var mouth: Int64
  /// The probe that it answers; `nil` when it was sent unasked.
  public var answers: AnsweredProbe?

  /// A probe whose first sample was spoken at `mouth`, nanoseconds since the start of the run.
  public init(identity: UInt16, mouth: Int64, answers: AnsweredProbe? = nil) {
    self.identity = identity
    self.mouth = mouth
    self.answers = answers
  }
}

/// A heard probe that was answered by one of the listener's own. From `wire` or `ear` to the answer's
/// `mouth` is the time that the listener took, which is no part of a round trip.
public struct AnsweredProbe: Codable, Sendable, Equatable {
  /// The identity read from it.
  public var identity: UInt16
  /// Instant of its first sample on the wire, as the listener's `HeardProbe` has it.
  public var wire: Int64
  /// Instant of its first sample at the listener's ear.
  public var ear: Int64

  /// The probe of `identity`, instants in nanoseconds since the start of the run.
  public init(identity: UInt16, wire: Int64, ear: Int64) {
    self.identity = identity
    self.wire = wire
    self.ear = ear
  }

  /// What answers `heard`; `nil` when its identity could not be read.
  public init?(_ heard: HeardProbe) {
    guard let identity = heard.identity else { return nil }
    self.init(identity: identity, wire: heard.wire, ear: heard.ear)
  }
}

/// A probe that was found in the received audio.
public struct HeardProbe: Codable, Sendable, Equatable {
  /// The identity read from it; `nil` when its check failed.
  public var identity: UInt16?
  /// Instant of its first sample on the wire: arrival of the packet that holds it − what follows it in that
  /// packet.
  public var wire: Int64
  /// Instant of its first sample at the ear: the output of the receiver's jitter buffer.
  public var ear: Int64
  /// Main peak of the matched filter over its surroundings; larger is surer.
  public var confidence: Double

  /// A probe heard at `ear`, nanoseconds since the start of the run.
  public init(identity: UInt16?, wire: Int64, ear: Int64, confidence: Double) {
    self.identity = identity
    self.wire = wire
    self.ear = ear
    self.confidence = confidence
  }
}
