import RealModule

/// Arrivals whose rate changes linearly and then stays.
struct Ramp {
  /// Calls per second at the start.
  let from: Double
  /// Calls per second at the end of the ramp and after it.
  let to: Double
  /// Length of the ramp.
  let seconds: Double

  /// When the expected number of arrivals reaches `arrivals`, in seconds.
  ///
  /// On the ramp the expected number at t is `from·t + (to - from)·t²/2T`. The root is taken in the form that
  /// divides by the sum: it neither cancels when the ramp is almost flat nor fails when it starts at zero.
  func instant(of arrivals: Double) -> Double {
    guard arrivals > 0 else { return 0 }
    let onRamp = (from + to) / 2 * seconds
    guard arrivals < onRamp else { return seconds + (arrivals - onRamp) / to }
    let discriminant = from * from + 2 * (to - from) / seconds * arrivals
    return 2 * arrivals / (from + Double.sqrt(max(0, discriminant)))
  }
}
