import RealModule

/// A steady sine.
public struct Tone: SignalSource {
  private var sine: Double
  private var cosine: Double
  private let stepSine: Double
  private let stepCosine: Double

  /// A tone of `frequency` hertz (below 4,000) and `level`, starting at `phase` radians of a sine.
  public init(frequency: Double, level: Level, phase: Double = 0) {
    let step = 2 * .pi * frequency / 8_000
    stepSine = Double.sin(step)
    stepCosine = Double.cos(step)
    sine = level.sinePeak * Double.sin(phase)
    cosine = level.sinePeak * Double.cos(phase)
  }

  public mutating func next() -> Double {
    defer {
      (sine, cosine) = (sine * stepCosine + cosine * stepSine, cosine * stepCosine - sine * stepSine)
    }
    return sine
  }
}
