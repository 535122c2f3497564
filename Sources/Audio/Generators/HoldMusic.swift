import RealModule

/// Music while you wait: a cycle of four chords of three notes, 0.6 s each, every chord fading by 6 dB.
public struct HoldMusic: SignalSource {
  private let level: Level
  private var notes: [Tone]
  private var position = 0

  /// Music whose level over each chord is `level`.
  public init(level: Level) {
    // A fade from 1 to 1/2 has a mean square of 7/12; three notes share the power.
    self.level = Level(dBm0: level.dBm0 - 10 * Double.log10(3 * 7 / 12.0))
    notes = []
    startChord(0)
  }

  public mutating func next() -> Double {
    let fade = 1 - 0.5 * Double(position % HoldMusic.chordSamples) / Double(HoldMusic.chordSamples)
    var sum = 0.0
    for index in notes.indices { sum += notes[index].next() }
    position += 1
    if position % HoldMusic.chordSamples == 0 { startChord(position / HoldMusic.chordSamples) }
    return sum * fade
  }

  private mutating func startChord(_ number: Int) {
    if number == HoldMusic.chords.count { position = 0 }
    let chord = HoldMusic.chords[number % HoldMusic.chords.count]
    notes.removeAll(keepingCapacity: true)
    for frequency in [chord.0, chord.1, chord.2] { notes.append(Tone(frequency: frequency, level: level)) }
  }

  private static let chordSamples = 4_800
  /// C, A minor, F and G, in hertz.
  private static let chords = [
    (523.25, 659.26, 783.99), (440.0, 523.25, 659.26), (349.23, 440.0, 523.25), (392.0, 493.88, 587.33),
  ]
}
