import SansIO

/// One click: samples of full amplitude and random sign, silence before and after. The loudest sound of its
/// length.
public struct Click: SignalSource {
  private var generator: SeededGenerator
  private let peak: Double
  private let range: Range<Int>
  private var position = 0

  /// A click of `length` samples with amplitude `peak`, after `delay` samples of silence.
  public init(peak: Int16 = 32_124, length: Int, after delay: Int, seed: UInt64) {
    precondition(delay >= 0 && length >= 0, "Click: delay and length are counts of samples")
    generator = SeededGenerator(seed: seed)
    self.peak = Double(peak)
    range = delay..<delay + length
  }

  public mutating func next() -> Double {
    guard position < range.upperBound else { return 0 }
    defer { position += 1 }
    guard range.contains(position) else { return 0 }
    return generator.next() & 1 == 0 ? peak : -peak
  }
}
