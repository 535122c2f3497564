import Audio
import RealModule
import SansIO
import Testing

/// A telephone line for probes: delay between samples, drift, noise, companding, loss.
struct ProbeChannel: Sendable, CustomTestStringConvertible {
  var name: String
  var gain = 1.0
  var partsPerMillion = 0.0
  var noise: Level?
  var law: G711.Law?
  var loss = 0.0
  /// Whether a lost frame is the former one again instead of zeros.
  var repeats = false

  var testDescription: String { name }

  /// What is heard, `count` samples, when `probe` starts at `start`.
  func send(_ probe: [Int16], at start: Double, count: Int, seed: UInt64) -> [Int16] {
    var line = silence(count)
    for index in Int(start) - 16..<min(count, Int(start) + probe.count + 32) {
      let time = (Double(index) - start) * (1 + partsPerMillion * 1e-6)
      line[index] = Int16(gain * Self.interpolate(probe, at: time))
    }
    if let noise {
      var source = Noise(.white, level: noise, seed: seed)
      var span = line.mutableSpan
      source.mix(into: &span)
    }
    if let law { line = line.map { G711.decode(G711.encode($0, law), law) } }
    return lossy(line, seed: seed)
  }

  private func lossy(_ line: [Int16], seed: UInt64) -> [Int16] {
    var draws = SeededGenerator(seed: seed &* 31)
    var line = line
    for start in stride(from: 160, to: line.count - 159, by: 160) where draws.unit() < loss {
      for index in start..<start + 160 { line[index] = repeats ? line[index - 160] : 0 }
    }
    return line
  }

  /// Band-limited interpolation over 16 samples to each side.
  private static func interpolate(_ samples: [Int16], at time: Double) -> Double {
    let whole = Int(time.rounded(.down))
    var sum = 0.0
    for index in whole - 15...whole + 16 where samples.indices.contains(index) {
      let distance = time - Double(index)
      let lobe = abs(distance) < 1e-9 ? 1 : Double.sin(.pi * distance) / (.pi * distance)
      sum += Double(samples[index]) * lobe * (0.5 + 0.5 * Double.cos(.pi * distance / 16.5))
    }
    return sum
  }
}
