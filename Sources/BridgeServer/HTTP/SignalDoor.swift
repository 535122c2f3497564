/// What the HTTP side asks about signalling connections, without knowing tokens, rooms or messages.
package struct SignalDoor: Sendable {
  /// Hands an accepted request on; its answer comes through the outlet.
  package typealias Admission = @Sendable (SignalOutlet) -> Void

  /// Judges a request by itself: token, room name, join request.
  package let examine: @Sendable (SignalRequest) -> Result<Admission, HTTPRefusal>
  /// A message came from a connection.
  package let received: @Sendable (_ bytes: [UInt8], _ isText: Bool, _ connection: UInt64) -> Void
  /// A connection that was handed on is gone, whoever ended it; not called for one that the bridge refused.
  package let closed: @Sendable (_ connection: UInt64) -> Void
  /// A request was declined, by whomever.
  package let refused: @Sendable (_ refusal: HTTPRefusal, _ client: String?) -> Void

  /// A door of these; each is called on a thread of the HTTP side and must not block.
  package init(
    examine: @escaping @Sendable (SignalRequest) -> Result<Admission, HTTPRefusal>,
    received: @escaping @Sendable ([UInt8], Bool, UInt64) -> Void,
    closed: @escaping @Sendable (UInt64) -> Void,
    refused: @escaping @Sendable (HTTPRefusal, String?) -> Void = { _, _ in }
  ) {
    self.examine = examine
    self.received = received
    self.closed = closed
    self.refused = refused
  }
}
