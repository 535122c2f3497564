import RealModule

/// A linear chirp of amplitude 1 with its copy a quarter of a cycle later, for correlation without regard to
/// phase.
struct Chirp: Sendable {
  /// The chirp as it is sent.
  let inPhase: [Float]
  /// The same, a quarter of a cycle later.
  let quadrature: [Float]
  /// The energy of `inPhase`.
  let energy: Float

  /// A chirp of `length` samples at 8 kHz between two frequencies in hertz, multiplied with the window
  /// `edge`.
  init(length: Int, from low: Double, to high: Double, edge: [Float]) {
    let phases = (0..<length).map { index in
      let time = Double(index) / 8_000
      return 2 * .pi * (low * time + (high - low) * time * Double(index) / Double(2 * length))
    }
    inPhase = zip(phases, edge).map { Float(Double.cos($0)) * $1 }
    quadrature = zip(phases, edge).map { Float(Double.sin($0)) * $1 }
    energy = inPhase.reduce(0) { $0 + $1 * $1 }
  }
}
