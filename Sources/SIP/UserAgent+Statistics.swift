extension UserAgent {
  /// What an agent counts over its life.
  public struct Statistics: Hashable, Sendable {
    /// Valid requests that came, copies included.
    public internal(set) var requestsReceived = 0
    /// Valid responses that came, copies included.
    public internal(set) var responsesReceived = 0
    /// Messages sent, copies included.
    public internal(set) var messagesSent = 0
    /// Copies of requests and responses that came.
    public internal(set) var retransmissionsReceived = 0
    /// Messages sent once more.
    public internal(set) var retransmissionsSent = 0
    /// What came and was no SIP message this agent can work with.
    public internal(set) var malformed = 0
    /// Requests answered 481.
    public internal(set) var unknownDialogs = 0
    /// INVITEs answered 503 because a limit was reached.
    public internal(set) var overloads = 0
    /// Responses that match no request of ours.
    public internal(set) var unmatchedResponses = 0
    /// ACKs that match no INVITE, those of INVITEs refused without keeping state among them.
    public internal(set) var unmatchedAcknowledgements = 0
    /// Refusals of ours that were never acknowledged (timer H).
    public internal(set) var unacknowledgedRefusals = 0
    /// Challenges sent.
    public internal(set) var challenges = 0
    /// TCP streams that could not be followed.
    public internal(set) var brokenStreams = 0
  }
}
