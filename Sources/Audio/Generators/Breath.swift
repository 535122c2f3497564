import RealModule

/// Somebody breathing at the telephone: pinkish noise that swells for 1.2 s every 4 s.
public struct Breath: SignalSource {
  private var noise: Noise
  private var position = 0

  /// Breath whose level over each swell is `level`.
  public init(level: Level, seed: UInt64) {
    // The swell's envelope sin² has a mean square of 3/8.
    noise = Noise(.pinkish, level: Level(dBm0: level.dBm0 - 10 * Double.log10(0.375)), seed: seed)
  }

  public mutating func next() -> Double {
    defer { position = (position + 1) % Breath.period }
    let draw = noise.next()
    guard position < Breath.swell else { return 0 }
    let envelope = Double.sin(.pi * Double(position) / Double(Breath.swell))
    return draw * envelope * envelope
  }

  private static let swell = 9_600
  private static let period = 32_000
}
