package import SansIO

/// What the network edge bears before it refuses or closes.
package struct EdgeLimits: Sendable {
  /// Bytes of a request's line and header fields together, and of any one of them.
  package var headBytes = 128 * 1024
  /// Bytes of one WebSocket message, in one frame or in fragments.
  package var messageBytes = 2 * 1024 * 1024
  /// Messages that one signalling connection may send in `messageWindow`; one more closes it. Clients send a handful when
  /// they join and a ping each 5 s; a flood would keep the bridge's thread from everybody else.
  package var messages = 500
  /// The time over which `messages` are counted.
  package var messageWindow = Interval.seconds(5)
  /// Bytes that may wait for one slow reader before its connection is closed.
  package var pendingBytes = 1024 * 1024
  /// TCP connections per listener; more wait unaccepted.
  package var connections = 20_000
  /// Signalling connections in all; more are answered 503.
  package var signalConnections = 10_000
  /// Requests for tokens from one client address; 100 callers that start together come from one.
  package var tokenRate = TokenRate(burst: 200, perMinute: 3000)
  /// How long the bridge may think about admitting a signalling connection before it is answered 503.
  package var decision = Interval.seconds(5)
  /// Time between the ping frames of a signalling connection.
  package var pingInterval = Interval.seconds(10)
  /// A signalling connection from which nothing comes for so long, not even a pong, is closed.
  package var silence = Interval.seconds(60)
  /// A connection that is idle or slow in its request for so long is closed.
  package var idle = Interval.seconds(60)
  /// How long a closing connection waits for its peer to close too.
  package var farewell = Interval.seconds(2)

  /// The limits that hold when nothing is set.
  package init() {}
}
