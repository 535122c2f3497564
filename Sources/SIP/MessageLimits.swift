/// Bounds on what a peer can make the parser do.
package enum MessageLimits {
  /// Bytes of a whole message, the most a UDP datagram can hold.
  package static let message = 65_536
  /// Bytes of a head. The largest heads of the field (identity tokens, long routes) stay under 8 KiB.
  package static let head = 16_384
  /// Lines, list values and parameters of a head. libosip2's time grows with their square (1,000 parameters
  /// of one field take 0.9 ms, 4,000 take 15 ms); the fullest heads of the field have about a hundred.
  package static let elements = 400
}
