import Audio
import Opus
import RealModule
import SansIO
import Testing

/// Probes on their way through narrowband Opus: whether they are found, and how exactly.
@Suite struct OpusProbeTests {
  struct Channel: Sendable, CustomTestStringConvertible {
    var application = OpusApplication.voip
    var bitrate = 24_000
    var complexity = 5
    var noise: Level?
    var loss = 0.0
    /// What must be found and read of 100, and the largest error in milliseconds of those read.
    var found = 100
    var decoded = 100
    var error = 1.0

    var testDescription: String {
      "\(application) \(bitrate / 1_000) kbit/s, complexity \(complexity)"
        + (noise == nil ? "" : ", noise 10 dB below") + (loss > 0 ? ", 5 % loss" : "")
    }
  }

  static let tenDecibels = Level(dBm0: -21)
  /// In VOIP coding a probe out of digital silence is taken for a voice: a few codes are blurred, and after a
  /// loss the prediction is wrong for long. Noise behind it, or the other ways of coding, mend both.
  static let channels = [
    Channel(decoded: 85), Channel(noise: tenDecibels), Channel(loss: 0.05, found: 70, decoded: 55),
    Channel(noise: tenDecibels, loss: 0.05, found: 98, decoded: 88), Channel(bitrate: 32_000, decoded: 85),
    Channel(application: .audio, error: 0.02), Channel(application: .audio, noise: tenDecibels, error: 0.02),
    Channel(application: .audio, loss: 0.05, found: 98, decoded: 90, error: 0.02),
    Channel(application: .audio, noise: tenDecibels, loss: 0.05, found: 98, decoded: 88, error: 0.02),
    Channel(application: .audio, complexity: 0, error: 0.02),
    Channel(application: .audio, complexity: 0, noise: tenDecibels, error: 0.02),
    Channel(application: .audio, complexity: 0, loss: 0.05, found: 98, decoded: 90, error: 0.02),
    Channel(application: .audio, bitrate: 32_000, error: 0.02),
    Channel(application: .audio, bitrate: 32_000, loss: 0.05, found: 98, decoded: 90, error: 0.02),
    Channel(application: .lowDelay, error: 0.02),
  ]

  @Test(arguments: channels)
  func `a probe is found where it is and says who sent it`(channel: Channel) throws {
    var draws = SeededGenerator(seed: 21)
    var (found, decoded) = (0, 0)
    var errors: [Double] = []
    for trial in 0..<100 {
      let sent = ProbeCode(ProbeIdentity(bits: UInt16(truncatingIfNeeded: draws.next())))
      let start = 1_500 + Int(draws.next() % 1_500)
      let (heard, lookAhead) = try hear(
        Probe.samples(code: sent), at: start, channel, seed: UInt64(trial) + 1)
      for detection in detections(in: heard) where abs(detection.position - Double(start)) < 160 {
        found += 1
        if detection.code == sent {
          decoded += 1
          errors.append((detection.position - Double(start + lookAhead)) / 8)
        }
        #expect(detection.code == nil || detection.code == sent, "wrong code in trial \(trial)")
      }
    }
    let worst = errors.map(abs).max() ?? .infinity
    let mean = errors.reduce(0, +) / Double(max(errors.count, 1))
    #expect(found >= channel.found && found <= 100, "\(found) found")
    #expect(decoded >= channel.decoded, "\(decoded) decoded")
    #expect(worst < channel.error, "worst \(worst) ms, mean \(mean) ms")
  }

  /// What comes out when `probe` starts at `start` of a line of 0.9 s, and the encoder's look-ahead.
  private func hear(
    _ probe: [Int16], at start: Int, _ channel: Channel, seed: UInt64
  ) throws -> (samples: [Int16], lookAhead: Int) {
    var line = [Int16](repeating: 0, count: 7_200)
    for (index, sample) in probe.enumerated() { line[start + index] = sample }
    if let noise = channel.noise {
      var source = Noise(.white, level: noise, seed: seed)
      var span = line.mutableSpan
      source.mix(into: &span)
    }
    var encoder = try OpusEncoder(
      sampleRate: 8_000, application: channel.application, bitrate: channel.bitrate,
      complexity: channel.complexity)
    var decoder = try OpusDecoder(sampleRate: 8_000)
    var draws = SeededGenerator(seed: seed &* 31)
    var (payload, heard): ([UInt8], [Int16]) = ([], [])
    for place in stride(from: 0, to: line.count, by: 160) {
      #expect(encoder.encode(line.span.extracting(place..<place + 160), into: &payload))
      let isHeard =
        draws.unit() < channel.loss
        ? decoder.conceal(samples: 160, into: &heard) : decoder.decode(payload.span, into: &heard)
      #expect(isHeard)
    }
    return (heard, encoder.lookAhead)
  }

  private func detections(in samples: [Int16]) -> [ProbeDetector.Detection] {
    var detector = ProbeDetector()
    var found: [ProbeDetector.Detection] = []
    for start in stride(from: 0, to: samples.count, by: 160) {
      detector.append(samples.span.extracting(start..<start + 160))
      while let detection = detector.poll() { found.append(detection) }
    }
    detector.gap(samples: 4_000)
    while let detection = detector.poll() { found.append(detection) }
    return found
  }
}
