public import SIP
public import SansIO

/// What every machine with phone legs takes in, be it the bridge, the simulated callers or the reflector: so that one
/// driver for each world serves all of them.
public protocol PhoneMachine: AnyObject {
  /// Takes in a SIP datagram.
  func receiveSIP(_ datagram: Span<UInt8>, on flow: Flow, at now: Instant)
  /// Takes in a piece of a SIP byte stream.
  func receiveSIP(stream chunk: Span<UInt8>, on flow: Flow, at now: Instant)
  /// A SIP path broke: connection closed or refused, destination unreachable.
  func flowFailed(_ flow: Flow, reason: String, at now: Instant)
  /// Takes in a datagram that arrived on the RTP (even) or RTCP (odd) port of the pair `port`, or on the room port `port`;
  /// what it sets off at once goes to `sink`.
  func receiveMedia(
    _ datagram: Span<UInt8>, kind: MediaKind, port: UInt16, from source: TransportAddress, at now: Instant,
    sink: inout some MediaSink)
  /// Lets time pass; audio that is due goes to `sink`.
  func advance(to now: Instant, sink: inout some MediaSink)
  /// When to call `advance` at the latest; `nil` when nothing is pending.
  var nextDeadline: Instant? { get }
}
