import Ortp
import SansIO
import Testing

@Suite struct DiscontinuityTests {
  /// 2 s of speech, then what `next` says from the sample at `resumption` on, for 2 s.
  private func resume(
    _ next: Phone, after resumption: Int64, delay: Int64 = 20, with playout: inout OrtpPlayout
  ) -> Heard {
    var next = next
    next.firstSample = Int(resumption) * 8
    let arrivals = Phone().speak(.milliseconds(2_000)) + next.speak(.milliseconds(2_000))
    return Heard(arrivals, with: &playout, phase: .milliseconds(6), until: .milliseconds(resumption + 2_200))
  }

  private func resumed(_ heard: Heard, after resumption: Int64) -> [Heard.Pull] {
    heard.frames.filter { $0.at >= .milliseconds(resumption) }
  }

  @Test(arguments: [Int64(3_000), 60_000, 4_000_000])
  func `after a pause speech comes at once and with the same delay`(_ pause: Int64) {
    var playout = OrtpPlayout.usual()
    let heard = resume(Phone(sequenceNumber: 64), after: 2_000 + pause, with: &playout)
    let second = resumed(heard, after: 2_000 + pause)
    #expect(second.count == 100)
    #expect(second.first!.at - Instant.milliseconds(2_000 + pause) <= .milliseconds(30))
    #expect(heard.delays.allSatisfy { $0 == heard.delays[0] })
    #expect(heard.spoken.count { $0.playout == .lost } == 5)
    #expect(playout.statistics.framesLost == 0)
  }

  @Test(arguments: [Int64(3_000), 60_000])
  func `a sender whose timestamps stand still while it is silent is heard again`(_ pause: Int64) {
    var playout = OrtpPlayout.usual()
    let frozen = Phone(timestampBase: 0xFFFF_F000 &- UInt32(pause * 8), sequenceNumber: 64)
    let heard = resume(frozen, after: 2_000 + pause, with: &playout)
    let second = resumed(heard, after: 2_000 + pause)
    #expect(second.count == 100)
    #expect(second.first!.at - Instant.milliseconds(2_000 + pause) <= .milliseconds(30))
    #expect(playout.statistics.late == 0)
  }

  @Test(arguments: [Int64(3_600), -3_600, 30, -30, 1, -1])
  func `a jump of the timestamps is followed within three packets`(_ seconds: Int64) {
    var playout = OrtpPlayout.usual()
    let base = 0xFFFF_F000 &+ UInt32(truncatingIfNeeded: seconds * 8_000)
    let heard = resume(Phone(timestampBase: base, sequenceNumber: 64), after: 2_000, with: &playout)
    #expect(resumed(heard, after: 2_000).count >= 97)
    #expect(playout.statistics.resynchronisations == 1)
    #expect(heard.spoken.suffix(90).allSatisfy { $0.playout == .frame(.pcmu) })
  }

  @Test func `another source is followed with its second packet`() {
    var playout = OrtpPlayout.usual()
    let other = Phone(ssrc: 99, timestampBase: 5_000, sequenceNumber: 7)
    let heard = resume(other, after: 2_000, with: &playout)
    #expect(resumed(heard, after: 2_000).count >= 98)
    #expect(playout.statistics.resynchronisations == 1)
    #expect(playout.statistics.foreign == 1)
  }

  @Test func `a stray source in between changes nothing`() {
    var playout = OrtpPlayout.usual()
    let stray = Phone(ssrc: 99, timestampBase: 77, sequenceNumber: 7)
    let arrivals =
      Phone().speak(.milliseconds(4_000))
      + stray.speak(.milliseconds(4_000)) { $0 % 3 == 0 ? .milliseconds(4) : nil }
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(6), until: .milliseconds(4_200))
    #expect(heard.frames.count == 200)
    #expect(heard.isSeamless)
    #expect(playout.statistics.resynchronisations == 0)
    #expect(playout.statistics.foreign == 67)
  }

  @Test(arguments: [Int64(40), 100, 200, 400])
  func `a path that becomes longer is followed within a few packets`(_ step: Int64) {
    var playout = OrtpPlayout.usual()
    let arrivals = Phone().speak(.milliseconds(4_000)) { $0 < 100 ? .zero : .milliseconds(step) }
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(6), until: .milliseconds(4_700))
    let after = heard.frames.filter { $0.at >= .milliseconds(2_000 + step) }
    #expect(after.count >= 92, "\(after.count)")
    #expect(heard.spoken.count { $0.at > .milliseconds(2_000 + step + 200) && $0.playout == .lost } == 0)
  }

  @Test(arguments: [Int64(40), 100, 200])
  func `a path that becomes shorter does not keep the delay long`(_ step: Int64) {
    var playout = OrtpPlayout.usual()
    let arrivals = Phone().speak(.milliseconds(20_000)) { $0 < 100 ? .milliseconds(step) : .zero }
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(6), until: .milliseconds(20_000))
    #expect(heard.delays.last! <= .milliseconds(40), "\(heard.delays.last!)")
    #expect(playout.statistics.framesLost <= 5)
  }

  @Test func `packets held up for a second are dropped, and what is said now goes on`() {
    var playout = OrtpPlayout.usual()
    let arrivals = Phone().speak(.milliseconds(6_000)) { index in
      // Spoken between 2 s and 3 s, all arrive at 3 s.
      (100..<150).contains(index) ? .milliseconds(Int64(150 - index) * 20) : .zero
    }
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(6), until: .milliseconds(6_100))
    let after = heard.frames.filter { $0.at >= .milliseconds(3_100) }
    #expect(after.count == 146, "\(after.count)")
    #expect(heard.delays.suffix(100).allSatisfy { $0 <= .milliseconds(40) })
  }

  @Test func `comfort noise lasts until speech returns, which begins whole`() {
    var playout = OrtpPlayout.usual()
    let phone = Phone()
    var arrivals = phone.speak(.milliseconds(1_000))
    arrivals.append(
      Arrival(at: .milliseconds(1_000), bytes: phone.packet(50, 8_000, [0x46], payloadType: 13)))
    arrivals.append(
      Arrival(at: .milliseconds(2_000), bytes: phone.packet(51, 16_000, [0x30, 7], payloadType: 13)))
    arrivals += Phone(firstSample: 24_013, sequenceNumber: 16).speak(.milliseconds(1_000))
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(6), until: .milliseconds(4_200))
    #expect(heard.frames.count == 100)
    #expect(heard.count(.comfortNoise(level: 0x46)) == 50)
    #expect(heard.count(.comfortNoise(level: 0x30)) == 50)
    #expect(heard.frames[50].bytes == Speech.payload(24_013, 160))
    #expect(heard.count(.lost) == 5)
    #expect(playout.statistics.samplesConcealed == 0)
  }

  @Test func `part of a frame is filled with the silence of its law`() {
    var playout = OrtpPlayout.usual()
    let phone = Phone(payloadType: 8, packetSize: 80)
    let arrivals = phone.speak(.milliseconds(400)) { [5, 8].contains($0) ? nil : .zero }
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(6), until: .milliseconds(600))
    #expect(heard.frames.count == 20)
    #expect(Array(heard.frames[2].bytes[80...]) == [UInt8](repeating: 0xD5, count: 80))
    #expect(Array(heard.frames[4].bytes[..<80]) == [UInt8](repeating: 0xD5, count: 80))
    #expect(playout.statistics.samplesConcealed == 160)
  }
}
