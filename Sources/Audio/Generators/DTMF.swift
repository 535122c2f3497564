/// In-band telephone digits (ITU-T Q.23): each a pair of tones, then a pause; silence after the last.
public struct DTMF: SignalSource {
  private var pairs: [(low: Tone, high: Tone)]
  private let toneSamples: Int
  private let period: Int
  private var position = 0

  /// The digits of `text` (0-9, `*`, `#`, A-D), the pair of tones together at `level`, each `toneSamples`
  /// long and followed by a pause of `pauseSamples`; `nil` when `text` holds anything else.
  public init?(_ text: String, level: Level, toneSamples: Int = 800, pauseSamples: Int = 800) {
    precondition(toneSamples > 0 && pauseSamples >= 0, "DTMF: a digit needs a length")
    pairs = []
    let each = Level(dBm0: level.dBm0 - 3.0103)
    for digit in text {
      guard let frequencies = DTMF.frequencies(of: digit) else { return nil }
      let low = Tone(frequency: frequencies.low, level: each)
      pairs.append((low, Tone(frequency: frequencies.high, level: each)))
    }
    self.toneSamples = toneSamples
    period = toneSamples + pauseSamples
  }

  public mutating func next() -> Double {
    let index = position / period
    guard index < pairs.count else { return 0 }
    defer { position += 1 }
    guard position % period < toneSamples else { return 0 }
    return pairs[index].low.next() + pairs[index].high.next()
  }

  /// The two frequencies of `digit` in hertz; `nil` when it is no telephone digit.
  public static func frequencies(of digit: Character) -> (low: Double, high: Double)? {
    let keypad: [Character] = Array("123A456B789C*0#D")
    guard let key = keypad.firstIndex(of: digit) else { return nil }
    let rows: [Double] = [697, 770, 852, 941]
    let columns: [Double] = [1_209, 1_336, 1_477, 1_633]
    return (rows[key / 4], columns[key % 4])
  }
}
