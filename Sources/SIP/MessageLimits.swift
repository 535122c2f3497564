/// Bounds on what a peer can make the parser do.
package enum MessageLimits {
  /// Bytes of a whole message, the most a UDP datagram can hold.
  package static let message = 65_536
  /// Bytes of a head. The largest heads of the field (identity tokens, long routes) stay under 8 KiB.
  package static let head = 16_384
  /// Lines, list values and parameters of a head: libosip2 appends to its lists by walking them.
  package static let elements = 1_024
}
