/// A probe that was put on the wire.
public struct SentProbe: Codable, Sendable, Equatable {
  /// The 16-bit identity coded into it: call, role and sequence.
  public var identity: UInt16
  /// Instant of its first sample at the mouth: send instant of the packet that begins with it − packet
  /// length.
  public var mouth: Int64

  /// A probe whose first sample was spoken at `mouth`, nanoseconds since the start of the run.
  public init(identity: UInt16, mouth: Int64) {
    self.identity = identity
    self.mouth = mouth
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
