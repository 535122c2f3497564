import Audio
import SansIO

/// Audio that a virtual phone received.
struct Heard {
  /// One packet.
  struct Packet {
    var at: Instant
    var sequenceNumber: UInt16
    var samples: [Int16]
  }

  var packets: [Packet] = []

  /// All samples that came in `instants`, in order.
  func samples(_ instants: Range<Instant>) -> [Int16] {
    packets.filter { instants.contains($0.at) }.flatMap(\.samples)
  }

  /// Level of the tone of `hertz` in what came in `instants`, in dBm0; −∞ when nothing came.
  func level(of hertz: Double, _ instants: Range<Instant>) -> Double {
    let samples = samples(instants)
    var sine = Tone(frequency: hertz, level: Level(dBm0: 0))
    var cosine = Tone(frequency: hertz, level: Level(dBm0: 0), phase: .pi / 2)
    var (inPhase, quadrature, reference) = (0.0, 0.0, 0.0)
    for sample in samples {
      let (a, b) = (sine.next(), cosine.next())
      inPhase += Double(sample) * a
      quadrature += Double(sample) * b
      reference += (a * a + b * b) / 2
    }
    guard reference > 0 else { return -.infinity }
    let amplitude = (inPhase * inPhase + quadrature * quadrature).squareRoot() / reference
    return Level(meanSquare: amplitude * amplitude * Level.referenceRMS * Level.referenceRMS).dBm0
  }
}
