/// The instants of one call's milestones, in nanoseconds since the start of the run; `nil` for what never
/// happened.
public struct Milestones: Codable, Sendable, Equatable {
  /// Just before the first byte of the first INVITE was sent.
  public var inviteSent: Int64?
  /// 100 Trying received.
  public var trying: Int64?
  /// First 18x received.
  public var ringing: Int64?
  /// First 200 to the INVITE received.
  public var answered: Int64?
  /// Just before the ACK of the 200 was sent.
  public var acknowledged: Int64?
  /// First RTP packet received.
  public var firstPacket: Int64?
  /// First received packet that holds audible sound.
  public var firstAudible: Int64?
  /// Just before the first byte of our BYE was sent.
  public var byeSent: Int64?
  /// First byte of the peer's BYE received.
  public var byeReceived: Int64?
  /// Final response to our BYE received.
  public var byeAnswered: Int64?
  /// The caller was done with the call.
  public var ended: Int64?

  /// First 18x or 200 received.
  package var firstSign: Int64? { [ringing, answered].compactMap(\.self).min() }

  /// Nothing happened yet.
  public init() {}
}
