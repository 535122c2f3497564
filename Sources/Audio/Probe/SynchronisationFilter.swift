import RealModule

/// The matched filter for the synchronisation chirp: overlap-save on blocks of 2,048 samples.
///
/// The chirp lies in one half of the spectrum, so the analytic correlation is computed at every second sample
/// by a transform of 1,024 complex points; its magnitude is the envelope, free of the ripple of the carrier.
struct SynchronisationFilter: Sendable {
  /// Samples a block needs.
  static let blockLength = 2_048
  /// Samples from one block to the next.
  static let hop = 1_024

  private var real = [Float](repeating: 0, count: points)
  private var imaginary = [Float](repeating: 0, count: points)
  private var productReal = [Float](repeating: 0, count: points)
  private var productImaginary = [Float](repeating: 0, count: points)

  /// Appends the scores of the block that starts at `start`: one for each second sample of the first 1,024.
  ///
  /// A score is the squared correlation, 0...1, of the 1,024 samples from there with the chirp, independent
  /// of level and phase: 1 for the chirp alone, about 1/512 for noise, exceeding t with a chance of about
  /// exp(−512 t).
  mutating func append(scoresOf samples: [Float], from start: Int, to scores: inout [Float]) {
    for point in 0..<SynchronisationFilter.points {
      real[point] = samples[start + 2 * point]
      imaginary[point] = samples[start + 2 * point + 1]
    }
    SynchronisationFilter.fourier.transform(&real, &imaginary)
    multiplyWithChirp()
    // The inverse transform is the forward one with the parts exchanged.
    SynchronisationFilter.fourier.transform(&productImaginary, &productReal)
    appendNormalised(samples, from: start, to: &scores)
  }

  private mutating func multiplyWithChirp() {
    let chirp = SynchronisationFilter.chirp
    for bin in 0..<SynchronisationFilter.points {
      let (a, b) = spectrum(bin)
      productReal[bin] = a * chirp.real[bin] + b * chirp.imaginary[bin]
      productImaginary[bin] = b * chirp.real[bin] - a * chirp.imaginary[bin]
    }
  }

  /// Bin `bin` of the 2,048 real samples, from the transform of its even and odd samples as complex points.
  private func spectrum(_ bin: Int) -> (real: Float, imaginary: Float) {
    let mirror = (SynchronisationFilter.points - bin) & (SynchronisationFilter.points - 1)
    let evenReal = (real[bin] + real[mirror]) / 2
    let evenImaginary = (imaginary[bin] - imaginary[mirror]) / 2
    let oddReal = (imaginary[bin] + imaginary[mirror]) / 2
    let oddImaginary = (real[mirror] - real[bin]) / 2
    let turn = SynchronisationFilter.turns[bin]
    return (
      evenReal + oddReal * turn.cosine + oddImaginary * turn.sine,
      evenImaginary + oddImaginary * turn.cosine - oddReal * turn.sine
    )
  }

  private func appendNormalised(_ samples: [Float], from start: Int, to scores: inout [Float]) {
    let length = Probe.synchronisationLength
    var energy = 0.0
    for index in start..<start + length { energy += square(samples[index]) }
    // One-sided spectrum: twice the amplitude, over 2,048 bins of the real transform.
    let scale = 1 / Double(SynchronisationFilter.points * SynchronisationFilter.points)
    let chirpEnergy = Double(Probe.synchronisation.energy)
    for lag in 0..<SynchronisationFilter.hop / 2 {
      let magnitude = square(productReal[lag]) + square(productImaginary[lag])
      let isAudible = energy >= SynchronisationFilter.leastEnergy
      scores.append(isAudible ? Float(magnitude * scale / (energy * chirpEnergy)) : 0)
      let first = start + 2 * lag
      energy += square(samples[first + length]) + square(samples[first + length + 1])
      energy -= square(samples[first]) + square(samples[first + 1])
    }
  }

  /// Exact for samples of 16 bits and their sums, so the sliding energy gathers no error.
  private func square(_ value: Float) -> Double { Double(value) * Double(value) }

  private static let points = 1_024
  /// Below an RMS of 4 there is nothing but the codec's last bit.
  private static let leastEnergy = Double(16 * Probe.synchronisationLength)
  private static let fourier = FourierTransform(size: points)

  /// Cosine and sine of 2π·bin / 2048.
  private static let turns: [(cosine: Float, sine: Float)] = (0..<points).map { bin in
    let angle = Double.pi * Double(bin) / Double(points)
    return (Float(Double.cos(angle)), Float(Double.sin(angle)))
  }

  /// Bins 0..<1024 of the chirp's transform of 2,048 points.
  private static let chirp: (real: [Float], imaginary: [Float]) = {
    var real =
      Probe.synchronisation.inPhase + [Float](repeating: 0, count: blockLength - Probe.synchronisationLength)
    var imaginary = [Float](repeating: 0, count: blockLength)
    FourierTransform(size: blockLength).transform(&real, &imaginary)
    return (Array(real[..<points]), Array(imaginary[..<points]))
  }()
}
