import RealModule

/// The coded audio probe: 2,048 samples (256 ms at 8 kHz) inside 300-3,400 Hz that say exactly when they
/// began and who sent them.
///
/// 1. Synchronisation: a linear chirp of 1,024 samples, 400 → 3,200 Hz, edges of 64 samples.
/// 2. Four symbols of 256 samples by chirp spread spectrum: a chirp four times as steep, shifted cyclically
///    by 4 samples for each step of a symbol's value 0...63, edges of 16 samples.
///
/// All probes begin alike, so one correlator per stream finds the probe of any call, the wrong one too.
public enum Probe {
  /// Samples in a probe.
  public static let length = 2_048
  /// The level over a whole probe; its envelope is constant, so the peak is 3 dB above: −14 dB of full scale.
  public static let level = Level(dBm0: -11)

  /// The samples of the probe that says `code`.
  public static func samples(code: ProbeCode) -> [Int16] {
    let scale = level.rms * Double.sqrt(Double(length) / Double(energy))
    var samples: [Int16] = []
    samples.reserveCapacity(length)
    for value in synchronisation.inPhase { samples.append(Int16(saturating: scale * Double(value))) }
    let symbols = code.symbols
    for index in 0..<symbolCount {
      for position in 0..<symbolLength {
        let value = symbolEdge[position] * symbol.inPhase[shifted(position, by: symbols[index])]
        samples.append(Int16(saturating: scale * Double(value)))
      }
    }
    return samples
  }

  static let synchronisationLength = 1_024
  static let symbolLength = 256
  static let symbolCount = 4
  static let symbolValues = 64

  /// The synchronisation with its edges.
  static let synchronisation = Chirp(
    length: synchronisationLength, from: 400, to: 3_200, edge: edge(synchronisationLength, 64))
  /// The symbol of value 0 without its edges. It passes 58 whole cycles, so cyclic shifts have no jump of
  /// phase.
  static let symbol = Chirp(
    length: symbolLength, from: 412.5, to: 3_212.5, edge: [Float](repeating: 1, count: symbolLength))
  /// What every symbol is multiplied with, whatever its shift.
  static let symbolEdge = edge(symbolLength, 16)
  /// The energy of a whole probe of amplitude 1; that of the symbols hardly depends on their values.
  static let energy: Float =
    synchronisation.energy + Float(symbolCount) * symbolEdge.reduce(0) { $0 + $1 * $1 } / 2

  /// Where in the symbol of value 0 the symbol of `value` has its sample `position`.
  static func shifted(_ position: Int, by value: Int) -> Int {
    (position + value * (symbolLength / symbolValues)) & (symbolLength - 1)
  }

  /// A window of `length` samples with raised-cosine edges of `width` samples.
  private static func edge(_ length: Int, _ width: Int) -> [Float] {
    (0..<length).map { index in
      let distance = Double(min(index, length - 1 - index)) + 0.5
      guard distance < Double(width) else { return 1 }
      return Float(0.5 - 0.5 * Double.cos(.pi * distance / Double(width)))
    }
  }
}
