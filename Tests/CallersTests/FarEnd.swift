import SansIO
import VirtualWorld

/// Whom the callers call in these tests.
enum FarEnd {
  /// Sends everything back after this delay.
  case reflector(Interval, ports: ClosedRange<UInt16> = 20_000...20_099)
  /// Lets this machine call any room, and hangs up after so much silence.
  case bridge(silenceTimeout: Interval = .seconds(10))
  /// Nobody is at the address; the network says so, or swallows everything.
  case nobody(saysSo: Bool)
}
