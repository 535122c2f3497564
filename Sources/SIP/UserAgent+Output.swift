public import SansIO

extension UserAgent {
  /// What the driver finds in `poll()`.
  public enum Output: Sendable {
    /// Send these bytes.
    case transmit(Transmission)
    /// A valid message came.
    case received(Reception)
    /// Something happened to a call.
    case event(CallHandle, Event)
    /// The peer broke the framing of its TCP stream: close the connection and say so by `flowFailed`.
    case close(Flow)
  }

  /// A message to be sent; the driver stamps the instant and tells the owner of the call.
  public struct Transmission: Sendable {
    /// The message.
    public var bytes: [UInt8]
    /// Where it goes.
    public var flow: Flow
    /// The call it belongs to, if any.
    public var call: CallHandle?
    /// What the ladder shows.
    public var summary: MessageSummary
  }

  /// A message that came.
  public struct Reception: Sendable {
    /// The call it belongs to, if any.
    public var call: CallHandle?
    /// Where it came from.
    public var flow: Flow
    /// What the ladder shows.
    public var summary: MessageSummary
    /// When it came.
    public var at: Instant
  }

  /// One line of a call's ladder.
  public struct MessageSummary: Hashable, Sendable {
    /// The method of CSeq.
    public var method: SIPMethod
    /// The status code of a response.
    public var status: Int?
    /// The reason phrase of a response, the Request-URI of a request.
    public var detail: String
    /// Whether the same message was sent or received before.
    public var isRetransmission: Bool

    /// As in `INVITE sip:bob@example.com` and `200 OK (INVITE)`.
    public var text: String {
      status.map { "\($0) \(detail) (\(method.name))" } ?? "\(method.name) \(detail)"
    }
  }
}
