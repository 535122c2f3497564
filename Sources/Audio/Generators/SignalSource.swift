/// Something that produces mono 8 kHz audio sample by sample, without end.
///
/// Values are on the scale of 16-bit samples but not limited to them; writing to a buffer rounds and
/// saturates.
public protocol SignalSource: Sendable {
  /// The next sample.
  mutating func next() -> Double
}

extension SignalSource {
  /// Overwrites `samples` with the next samples of the signal.
  public mutating func fill(_ samples: inout MutableSpan<Int16>) {
    for index in samples.indices { samples[index] = Int16(saturating: next()) }
  }

  /// Adds the next samples of the signal to what `samples` holds.
  public mutating func mix(into samples: inout MutableSpan<Int16>) {
    for index in samples.indices { samples[index] = Int16(saturating: Double(samples[index]) + next()) }
  }

  /// The next `count` samples, in a new array.
  public mutating func samples(_ count: Int) -> [Int16] {
    (0..<count).map { _ in Int16(saturating: next()) }
  }
}

extension Int16 {
  /// The nearest 16-bit sample.
  init(saturating value: Double) {
    self = Int16(Swift.max(-32768, Swift.min(32767, value.rounded())))
  }
}
