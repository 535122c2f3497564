public import SansIO

/// What became of a datagram handed to the kernel.
public struct SendResult: Hashable, Sendable {
  /// The kernel's answer.
  public enum Outcome: Hashable, Sendable {
    /// It is on its way.
    case sent
    /// The send buffer or the device's queue is full (EAGAIN, ENOBUFS): dropped.
    case bufferFull
    /// It cannot be sent: the errno.
    case failed(Int32)
  }

  /// The instant just before the call: afterwards a loopback peer may have received it already.
  public var stamp: Instant
  /// The kernel's answer.
  public var outcome: Outcome
}
