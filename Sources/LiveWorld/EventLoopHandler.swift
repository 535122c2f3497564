public import SansIO

/// The machines that live on one event loop: everything here is called on the loop's thread, one at a time.
///
/// A conforming class is final and made for one loop. Instants of arrival are the kernel's and may lie a
/// little before the last `advance`: the datagram waited in the socket meanwhile.
public protocol EventLoopHandler: AnyObject {
  /// What other threads may post.
  associatedtype Message: Sendable

  /// The loop runs: the place to open sockets. Keep `loop` if you like; it does not keep you beyond its end.
  func started(_ loop: EventLoop<Self>)
  /// A datagram arrived; its bytes are valid during the call only.
  func received(
    _ datagram: Span<UInt8>, from source: TransportAddress, on socket: SocketToken, at arrival: Instant)
  /// A datagram sent earlier cannot reach `destination`: the errno of the ICMP error or of the send call.
  func unreachable(_ destination: TransportAddress, on socket: SocketToken, error: Int32)
  /// A connection came in.
  func accepted(_ connection: SocketToken, from peer: TransportAddress, listener: SocketToken)
  /// A connection of ours is established.
  func connected(_ connection: SocketToken)
  /// Bytes arrived, the last of them at `arrival`; valid during the call only.
  func receivedStream(_ bytes: Span<UInt8>, on connection: SocketToken, at arrival: Instant)
  /// A connection ended, or never came about, by the peer's or the network's doing; its token is invalid now.
  func closed(_ connection: SocketToken, reason: String)
  /// A message came through the mailbox.
  func message(_ message: Message, at now: Instant)
  /// `nextDeadline` has come.
  func advance(to now: Instant)
  /// The loop ends: the last words; sockets are still open.
  func stopped(at now: Instant)
  /// When to call `advance`. Read after every event: keep it cheap.
  var nextDeadline: Instant? { get }
}

/// A handler without TCP needs none of these.
extension EventLoopHandler {
  public func accepted(_ connection: SocketToken, from peer: TransportAddress, listener: SocketToken) {}
  public func connected(_ connection: SocketToken) {}
  public func receivedStream(_ bytes: Span<UInt8>, on connection: SocketToken, at arrival: Instant) {}
  public func closed(_ connection: SocketToken, reason: String) {}
  public func stopped(at now: Instant) {}
}
