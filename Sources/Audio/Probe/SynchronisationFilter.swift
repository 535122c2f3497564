import RealModule

/// The matched filter for the synchronisation chirp: overlap-save on blocks of 2,048 samples.
///
/// The chirp lies in one half of the spectrum, so the analytic correlation is computed at every second sample
/// by a transform of 1,024 complex points; its magnitude is the envelope, free of the ripple of the carrier.
///
/// It keeps nothing from block to block, only memory to work in. All detectors of a thread should share one: with 22 kB
/// for each stream the caches of a processor would hold few of them.
public final class SynchronisationFilter {
  /// Samples a block needs.
  static let blockLength = 2_048
  /// Samples from one block to the next.
  static let hop = 1_024

  private var spectrum = BlockSpectrum()
  /// The squared magnitude of the correlation, at every second sample.
  private var powers = [Float](repeating: 0, count: hop / 2)
  /// The energy under the chirp at the same places.
  private var energies = [Double](repeating: 0, count: hop / 2)

  /// Samples in the precision of `ProbeMatcher`.
  private var converted: [Float] = []

  /// A filter.
  public init() { _ = convert([Int16](repeating: 0, count: ProbeDetector.capacity), count: 0) }

  /// Appends the scores of the block that starts at `start`: one for each second sample of the first 1,024.
  ///
  /// A score is the squared correlation, 0...1, of the 1,024 samples from there with the chirp, independent
  /// of level and phase: 1 for the chirp alone, about 1/512 for noise, exceeding t with a chance of about
  /// exp(−512 t).
  func append(scoresOf samples: [Int16], from start: Int, to scores: inout [Float]) {
    let block = samples.span.extracting(start..<start + SynchronisationFilter.blockLength)
    guard SynchronisationFilter.measureEnergies(of: block, into: &energies) else {
      // Nowhere audible: no correlation would be looked at.
      scores.append(contentsOf: repeatElement(0, count: SynchronisationFilter.hop / 2))
      return
    }
    spectrum.load(block)
    spectrum.transform()
    spectrum.correlate(with: SynchronisationFilter.chirp, into: &powers)
    // One-sided spectrum: twice the amplitude, over 2,048 bins of the real transform.
    let points = Double(BlockSpectrum.points)
    let scale = 1 / (points * points * Double(Probe.synchronisation.energy))
    let least = Double(SynchronisationFilter.leastEnergy)
    for lag in powers.indices {
      let energy = energies[lag]
      powers[lag] = energy >= least ? Float(Double(powers[lag]) * scale / energy) : 0
    }
    scores.append(contentsOf: powers)
  }

  /// The first `count` of `samples` in the precision of `ProbeMatcher`. Let go of them before the next call.
  func convert(_ samples: [Int16], count: Int) -> [Float] {
    if converted.count < samples.count { converted = [Float](repeating: 0, count: samples.count) }
    for index in 0..<count { converted[index] = Float(samples[index]) }
    return converted
  }

  /// Sums the squares under the chirp at each place; answers whether they are audible anywhere.
  private static func measureEnergies(of block: Span<Int16>, into energies: inout [Double]) -> Bool {
    let length = Probe.synchronisationLength
    var energy = Int64(Level.sumOfSquares(block.extracting(..<length)))
    var largest = energy
    var energies = energies.mutableSpan
    for lag in energies.indices {
      energies[lag] = Double(energy)
      largest = max(largest, energy)
      let first = 2 * lag
      energy += square(block[first + length]) + square(block[first + length + 1])
      energy -= square(block[first]) + square(block[first + 1])
    }
    return largest >= leastEnergy
  }

  @inline(__always)
  private static func square(_ value: Int16) -> Int64 { Int64(Int32(value) * Int32(value)) }

  /// Below an RMS of 4 there is nothing but the codec's last bit.
  private static let leastEnergy = Int64(16 * Probe.synchronisationLength)

  private static let chirp: BlockSpectrum = {
    let padding = [Float](repeating: 0, count: blockLength - Probe.synchronisationLength)
    let padded = Probe.synchronisation.inPhase + padding
    var spectrum = BlockSpectrum()
    spectrum.load(padded)
    spectrum.transform()
    return spectrum
  }()
}
