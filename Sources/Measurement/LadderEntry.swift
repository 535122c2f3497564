/// One SIP message of a call.
public struct LadderEntry: Codable, Sendable, Equatable {
  /// Nanoseconds since the start of the run: just before sending, or the kernel's stamp of arrival.
  public var at: Int64
  /// Whether the caller sent it.
  public var sent: Bool
  /// The start of it, as in `INVITE` or `200 OK (INVITE)`.
  public var message: String
  /// Whether it repeats an earlier one.
  public var retransmission: Bool

  /// A message seen at `at`.
  public init(at: Int64, sent: Bool, message: String, retransmission: Bool) {
    self.at = at
    self.sent = sent
    self.message = message
    self.retransmission = retransmission
  }
}
