public import SansIO

/// How long received audio waits before it is played.
public enum PlayoutMode: Hashable, Sendable {
  /// As short as the network lets it: the largest lateness of the last 2.5 s against the fastest packets,
  /// plus `minimum` as a margin; never more than `maximum`.
  case adaptive(minimum: Interval, maximum: Interval)
  /// Always the same time after the first packet's arrival, 1 ms up to 500 ms.
  case fixed(Interval)

  /// The adaptive delay of telephony: a margin of 5 ms, at most 250 ms.
  public static var adaptive: PlayoutMode {
    .adaptive(minimum: .milliseconds(5), maximum: .milliseconds(250))
  }
}
