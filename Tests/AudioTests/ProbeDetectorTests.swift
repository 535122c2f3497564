import Audio
import SansIO
import Testing

@Suite struct ProbeDetectorTests {
  private func code(_ bits: Int) -> ProbeCode {
    ProbeCode(ProbeIdentity(bits: UInt16(truncatingIfNeeded: bits)))
  }

  /// Everything found in `samples`, fed in frames of `frame` samples, then in enough silence to see their
  /// end.
  private func detections(in samples: [Int16], frame: Int = 160) -> [ProbeDetector.Detection] {
    var detector = ProbeDetector()
    var found: [ProbeDetector.Detection] = []
    for start in stride(from: 0, to: samples.count, by: frame) {
      detector.append(samples.span.extracting(start..<min(start + frame, samples.count)))
      while let detection = detector.poll() { found.append(detection) }
    }
    detector.gap(samples: 4_000)
    while let detection = detector.poll() { found.append(detection) }
    #expect(detector.sampleCount == samples.count + 4_000)
    return found
  }

  /// A channel and the least it must let through: detections and right codes of 100, and the largest error in
  /// milliseconds.
  struct Row: Sendable, CustomTestStringConvertible {
    var channel: ProbeChannel
    var found = 100
    var decoded = 100
    var error = 0.01
    var testDescription: String { channel.name }
  }

  static let zeroDecibels = Level(dBm0: -11)
  static let rows = [
    Row(channel: ProbeChannel(name: "clean")),
    Row(channel: ProbeChannel(name: "µ-law", law: .mu)),
    Row(channel: ProbeChannel(name: "A-law", law: .a)),
    Row(channel: ProbeChannel(name: "−40 dB, µ-law", gain: 0.01, law: .mu), error: 0.03),
    Row(channel: ProbeChannel(name: "inverted", gain: -1, law: .mu)),
    Row(channel: ProbeChannel(name: "0 dB SNR", noise: zeroDecibels, law: .mu), error: 0.04),
    Row(channel: ProbeChannel(name: "+50 ppm", partsPerMillion: 50, law: .a), error: 0.02),
    Row(channel: ProbeChannel(name: "−50 ppm", partsPerMillion: -50, law: .mu), error: 0.02),
    Row(channel: ProbeChannel(name: "5 % zeros", law: .mu, loss: 0.05), found: 99, decoded: 95, error: 0.1),
    Row(
      channel: ProbeChannel(name: "5 % repeats", law: .mu, loss: 0.05, repeats: true), found: 99, decoded: 80,
      error: 0.1),
    Row(channel: ProbeChannel(name: "20 % zeros", law: .mu, loss: 0.2), found: 97, decoded: 75, error: 0.7),
    Row(
      channel: ProbeChannel(name: "0 dB SNR and 5 %", noise: zeroDecibels, law: .mu, loss: 0.05), found: 99,
      decoded: 92,
      error: 0.1),
  ]

  @Test(arguments: rows)
  func `a probe is found where it is and says who sent it`(row: Row) {
    var draws = SeededGenerator(seed: 20)
    var (found, decoded, worst) = (0, 0, 0.0)
    for trial in 0..<100 {
      let sent = code(Int(draws.next() & 0xFFFF))
      let start = 1_500 + draws.unit() * 1_500
      let heard = row.channel.send(
        Probe.samples(code: sent), at: start, count: 5_600, seed: UInt64(trial) + 1)
      for detection in detections(in: heard) where abs(detection.position - start) < 80 {
        found += 1
        worst = max(worst, abs(detection.position - start) / 8)
        if detection.code == sent { decoded += 1 }
        #expect(detection.code == nil || detection.code == sent, "wrong code in trial \(trial)")
      }
    }
    #expect(found >= row.found && found <= 100)
    #expect(decoded >= row.decoded)
    #expect(worst <= row.error, "\(worst) ms")
  }

  @Test(arguments: [1, 7, 80, 160, 480, 8_192, 40_000])
  func `how the stream is cut does not matter`(frame: Int) {
    let line =
      silence(9_000) + Probe.samples(code: code(77)) + silence(13_000) + Probe.samples(code: code(78))
    let found = detections(in: line, frame: frame)
    #expect(found.map(\.code) == [code(77), code(78)])
    #expect(zip(found, [9_000.0, 24_048]).allSatisfy { abs($0.position - $1) < 0.05 })
    #expect(found.allSatisfy { $0.confidence > 5 })
  }

  @Test func `a probe at the very start of the stream is found`() {
    let found = detections(in: Probe.samples(code: code(3)))
    #expect(found.map(\.code) == [code(3)])
    #expect(found.allSatisfy { abs($0.position) < 0.05 })
  }

  @Test func `probes back to back are all found in order`() {
    let line = (0..<20).flatMap { Probe.samples(code: code($0 * 3_001)) }
    let found = detections(in: line)
    #expect(found.map(\.code) == (0..<20).map { code($0 * 3_001) })
    for (number, detection) in found.enumerated() {
      #expect(abs(detection.position - Double(number) * 2_048) < 0.1)
    }
  }

  @Test func `a leaked probe far below the expected one is found too`() {
    var line = silence(1_000) + Probe.samples(code: code(10)) + silence(8_000)
    let leaked = Probe.samples(code: code(11))
    for index in leaked.indices { line[5_000 + index] += leaked[index] / 30 }
    #expect(detections(in: line).map(\.code) == [code(10), code(11)])
  }

  @Test func `probes that overlap are both found and neither is misread`() {
    for offset in stride(from: 300, to: 2_048, by: 61) {
      var line = silence(1_000) + Probe.samples(code: code(0x1234)) + silence(6_000)
      for (index, sample) in Probe.samples(code: code(0xABCD)).enumerated() {
        line[1_000 + offset + index] += sample
      }
      let found = detections(in: line)
      for start in [1_000, 1_000 + offset] {
        #expect(found.contains { abs($0.position - Double(start)) < 2 }, "offset \(offset), \(start)")
      }
      #expect(
        found.allSatisfy { $0.code.map([code(0x1234), code(0xABCD)].contains) ?? true }, "offset \(offset)")
    }
  }

  @Test func `two lost symbols are never guessed`() {
    for bits in stride(from: 0, to: 65_536, by: 64) {
      var line = silence(400) + Probe.samples(code: code(bits)) + silence(1_000)
      for index in 400 + 1_280..<400 + 1_792 { line[index] = 0 }
      let found = detections(in: line)
      #expect(found.count == 1 && found.allSatisfy { $0.code == nil }, "\(bits)")
    }
  }

  @Test func `samples that never came are counted`() {
    var detector = ProbeDetector()
    detector.append(silence(500).span)
    detector.gap(samples: 1_000_000_007)
    detector.append((silence(3) + Probe.samples(code: code(500)) + silence(4_000)).span)
    let found = detector.poll()
    #expect(found?.code == code(500))
    #expect(found.map { abs($0.position - 1_000_000_510) < 0.05 } == true)
    #expect(detector.poll() == nil)
  }

  @Test func `a probe with a hole is found as it was sent`() {
    let probe = Probe.samples(code: code(9_999))
    var detector = ProbeDetector()
    detector.append(probe.span.extracting(0..<480))
    detector.gap(samples: 160)
    detector.append(probe.span.extracting(640..<2_048))
    detector.append(silence(4_000).span)
    #expect(detector.poll().map { abs($0.position) < 0.05 && $0.code == code(9_999) } == true)
  }

  @Test(arguments: Clips.names)
  func `minutes of speech hold no probe`(name: String) throws {
    let clip = try Clips.clip(name)
    var detector = ProbeDetector()
    for frame in 0..<120 * 50 { detector.append(clip.frame(frame)) }
    #expect(detector.poll() == nil)
  }

  @Test func `noise, music, digits and silence hold no probe`() throws {
    let digits = try #require(DTMF("1234567890*#ABCD", level: Level(dBm0: -10)))
    let lines = [
      samples(Noise(.white, level: Level(dBm0: -20), seed: 1), 480_000),
      samples(Noise(.pinkish, level: Level(dBm0: -45), seed: 2), 480_000),
      samples(HoldMusic(level: Level(dBm0: -15)), 80_000), samples(digits, 30_000), silence(20_000),
      [Int16](repeating: -32_768, count: 20_000), samples(Click(length: 80, after: 5_000, seed: 1), 20_000),
    ]
    for line in lines { #expect(detections(in: line, frame: 800).isEmpty) }
  }

  @Test(arguments: Clips.names)
  func `a probe within speech is found and read`(name: String) throws {
    let clip = try Clips.clip(name)
    for trial in 0..<20 {
      var line = (0..<60).flatMap { frame in
        let span = clip.frame(trial * 23 + frame)
        return span.indices.map { span[$0] }
      }
      for (index, sample) in Probe.samples(code: code(trial)).enumerated() { line[3_000 + index] += sample }
      let found = detections(in: line)
      #expect(found.map(\.code) == [code(trial)])
      #expect(found.allSatisfy { abs($0.position - 3_000) < 0.2 })
    }
  }
}
