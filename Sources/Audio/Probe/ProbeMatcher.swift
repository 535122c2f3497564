import RealModule

/// Compares received samples with the parts of a probe at one place, sample by sample and without regard to
/// phase.
enum ProbeMatcher {
  /// The sample at which the synchronisation chirp fits best, within ±3 of `start`.
  static func align(_ samples: Span<Float>, near start: Int) -> Int {
    var best = (start: start, power: Float(-1))
    for candidate in max(0, start - 3)...start + 3 {
      let power = synchronisationCorrelation(samples, at: candidate).power
      if power > best.power { best = (candidate, power) }
    }
    return best.start
  }

  /// The code of the probe that starts at `start`; `nil` when its check fails or a symbol is all but lost.
  /// The symbols are taken as read, never corrected: a wrong code would accuse the bridge of cross-talk, no
  /// code accuses nobody.
  static func code(_ samples: Span<Float>, at start: Int) -> ProbeCode? {
    let least = leastSymbolPower(samples, at: start)
    var symbols: [4 of Int] = [0, 0, 0, 0]
    for index in 0..<Probe.symbolCount {
      let symbol = symbol(samples, at: symbolStart(start, index))
      guard symbol.power >= least else { return nil }
      symbols[index] = symbol.value
    }
    return ProbeCode(symbols: symbols)
  }

  /// A quarter of the amplitude that the synchronisation makes expect, squared: a guess at a lost symbol
  /// stays below.
  private static func leastSymbolPower(_ samples: Span<Float>, at start: Int) -> Float {
    let expected = Float(Probe.symbolLength) / Float(4 * Probe.synchronisationLength)
    return synchronisationCorrelation(samples, at: start).power * expected * expected
  }

  /// The most likely value of the symbol at `start`, and how strong it is.
  private static func symbol(_ samples: Span<Float>, at start: Int) -> (value: Int, power: Float) {
    var best = (value: 0, power: Float(0))
    for value in 0..<Probe.symbolValues {
      let power = symbolCorrelation(samples, at: start, value: value).power
      if power > best.power { best = (value, power) }
    }
    return best
  }

  /// Where the probe starts, between samples: the top of the parabola through the correlations beside the
  /// largest. Without a code the synchronisation alone is used. `start` must be within a sample of the truth.
  static func refine(_ samples: Span<Float>, at start: Int, code: ProbeCode?) -> Double {
    var top = start
    var (before, peak, after) = magnitudes(samples, around: top, code: code)
    if max(before, after) > peak {
      top += after > before ? 1 : -1
      (before, peak, after) = magnitudes(samples, around: top, code: code)
    }
    let curvature = before - 2 * peak + after
    guard curvature < 0 else { return Double(top) }
    return Double(top) + Double(max(-0.5, min(0.5, (before - after) / (2 * curvature))))
  }

  private static func magnitudes(
    _ samples: Span<Float>, around start: Int, code: ProbeCode?
  ) -> (before: Float, peak: Float, after: Float) {
    (
      magnitude(samples, at: start - 1, code: code),
      magnitude(samples, at: start, code: code),
      magnitude(samples, at: start + 1, code: code)
    )
  }

  private static func magnitude(_ samples: Span<Float>, at start: Int, code: ProbeCode?) -> Float {
    guard let code else { return Float.sqrt(synchronisationCorrelation(samples, at: start).power) }
    return Float.sqrt(correlation(samples, at: start, code: code).power)
  }

  private static func correlation(_ samples: Span<Float>, at start: Int, code: ProbeCode) -> Correlation {
    var sum = synchronisationCorrelation(samples, at: start)
    let symbols = code.symbols
    for index in 0..<Probe.symbolCount {
      sum += symbolCorrelation(samples, at: symbolStart(start, index), value: symbols[index])
    }
    return sum
  }

  private static func symbolStart(_ start: Int, _ index: Int) -> Int {
    start + Probe.synchronisationLength + index * Probe.symbolLength
  }

  private static func synchronisationCorrelation(_ samples: Span<Float>, at start: Int) -> Correlation {
    let chirp = Probe.synchronisation
    var sum = Correlation()
    for index in 0..<Probe.synchronisationLength {
      sum.add(samples[start + index], chirp.inPhase[index], chirp.quadrature[index])
    }
    return sum
  }

  private static func symbolCorrelation(_ samples: Span<Float>, at start: Int, value: Int) -> Correlation {
    let chirp = Probe.symbol
    let edge = Probe.symbolEdge
    var sum = Correlation()
    for index in 0..<Probe.symbolLength {
      let place = Probe.shifted(index, by: value)
      sum.add(samples[start + index] * edge[index], chirp.inPhase[place], chirp.quadrature[place])
    }
    return sum
  }
}

/// A correlation with a signal and with its copy a quarter of a cycle later.
private struct Correlation {
  private var inPhase: Float = 0
  private var quadrature: Float = 0

  /// The squared envelope.
  var power: Float { inPhase * inPhase + quadrature * quadrature }

  mutating func add(_ sample: Float, _ inPhaseReference: Float, _ quadratureReference: Float) {
    inPhase += sample * inPhaseReference
    quadrature += sample * quadratureReference
  }

  static func += (a: inout Correlation, b: Correlation) {
    a.inPhase += b.inPhase
    a.quadrature += b.quadrature
  }
}
