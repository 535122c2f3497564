import Ortp
import SansIO
import Testing

@Suite struct OrtpPlayoutTests {
  @Test(arguments: Array(stride(from: Int64(0), to: 20, by: 3)))
  func `an orderly stream comes out whole, its delay within 10 ms of the one asked for`(_ phase: Int64) {
    var playout = OrtpPlayout.usual()
    let arrivals = Phone().speak(.milliseconds(4_000))
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(phase), until: .milliseconds(4_200))
    #expect(heard.frames.count == 200)
    #expect(heard.spoken.count == 200)
    #expect(heard.isSeamless)
    #expect(heard.frames.first?.bytes.first == 0)
    #expect(
      heard.delays.allSatisfy { $0 >= .milliseconds(10) && $0 < .milliseconds(30) }, "\(heard.delays[0])")
    #expect(Set(heard.delays).count == 1)
    #expect(playout.statistics.late + playout.statistics.framesLost == 0)
  }

  @Test(arguments: [Int64(0), 5, 40, 100, 200])
  func `the delay is the one asked for, on average over all phases`(_ delay: Int64) {
    var delays: [Double] = []
    for phase in 0..<20 {
      var playout = OrtpPlayout.usual(delay: delay)
      let arrivals = Phone().speak(.milliseconds(600))
      let heard = Heard(
        arrivals, with: &playout, phase: .milliseconds(Int64(phase)), until: .milliseconds(900))
      #expect(heard.isSeamless)
      #expect(heard.frames.count == 30)
      delays += heard.delays.map(\.milliseconds)
    }
    let mean = delays.reduce(0, +) / Double(delays.count)
    #expect(abs(mean - Double(max(delay, 10))) <= 1, "\(mean)")
    #expect(delays.max()! <= Double(max(delay, 10) + 10))
  }

  @Test(arguments: [10, 20, 30, 40, 60, 100, 150], [Int64(1), 11])
  func `packets of any length come out as frames of 20 ms`(_ packetTime: Int, _ phase: Int64) {
    var playout = OrtpPlayout.usual()
    let phone = Phone(packetSize: packetTime * 8)
    let heard = Heard(
      phone.speak(.milliseconds(6_000)), with: &playout, phase: .milliseconds(phase),
      until: .milliseconds(6_300))
    #expect(heard.frames.count == 300)
    #expect(heard.spoken.count == 300)
    #expect(heard.isSeamless)
    #expect(playout.statistics.framesLost == 0)
  }

  @Test(arguments: 0..<8)
  func `5 per cent loss costs 5 per cent of the frames and nothing else`(_ seed: UInt64) {
    var playout = OrtpPlayout.usual()
    var random = SeededGenerator(seed: seed)
    var lost = 0
    let arrivals = Phone().speak(.milliseconds(20_000)) { index in
      guard index > 0, index < 999, random.unit() < 0.05 else { return .zero }
      lost += 1
      return nil
    }
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(7), until: .milliseconds(20_100))
    #expect(heard.frames.count == 1_000 - lost)
    #expect(heard.spoken.count { $0.playout == .lost } == lost)
    #expect(playout.statistics.framesLost == lost)
    #expect(heard.spoken.count == 1_000)
    #expect(Set(heard.delays).count == 1)
  }

  @Test func `packets swapped with their neighbour are put right`() {
    var playout = OrtpPlayout.usual(delay: 40)
    let arrivals = Phone().speak(.milliseconds(4_000)) { index in
      index % 10 == 4 ? .microseconds(20_500) : .zero
    }
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(3), until: .milliseconds(4_200))
    #expect(heard.frames.count == 200)
    #expect(heard.isSeamless)
    #expect(playout.statistics.late == 0)
  }

  @Test func `a packet that comes twice is played once`() {
    var playout = OrtpPlayout.usual(delay: 40)
    let arrivals = Phone().speak(.milliseconds(2_000))
    let heard = Heard(
      arrivals + arrivals, with: &playout, phase: .milliseconds(3), until: .milliseconds(2_200))
    #expect(heard.frames.count == 100)
    #expect(heard.isSeamless)
    #expect(playout.statistics.duplicates == 100)
  }

  @Test(arguments: 0..<20, [10, 20, 30, 60])
  func `20 ms of delay survive jitter of 5 ms in every phase`(_ phase: UInt64, _ packetTime: Int) {
    var playout = OrtpPlayout.usual(delay: 20)
    var random = SeededGenerator(seed: phase)
    let arrivals = Phone(packetSize: packetTime * 8).speak(.milliseconds(6_000)) { _ in
      .microseconds(Int64(random.unit() * 10_000))
    }
    let heard = Heard(
      arrivals, with: &playout, phase: .milliseconds(Int64(phase)), until: .milliseconds(6_200))
    #expect(heard.isSeamless)
    #expect(heard.frames.count == 300)
    let statistics = playout.statistics
    #expect(
      statistics.late + statistics.framesLost + statistics.framesSkipped + statistics.framesInserted == 0)
    #expect(heard.delays.allSatisfy { $0 <= .milliseconds(20 + 20) || packetTime % 20 != 0 })
  }

  @Test(arguments: 0..<20)
  func `40 ms of delay survive jitter of 15 ms in every phase`(_ phase: UInt64) {
    var playout = OrtpPlayout.usual(delay: 40)
    var random = SeededGenerator(seed: phase)
    let arrivals = Phone().speak(.milliseconds(20_000)) { _ in .microseconds(Int64(random.unit() * 30_000)) }
    let heard = Heard(
      arrivals, with: &playout, phase: .milliseconds(Int64(phase)), until: .milliseconds(20_200))
    #expect(playout.statistics.late == 0)
    #expect(playout.statistics.framesLost == 0)
    #expect(heard.spoken.count { $0.playout == .lost } == playout.statistics.framesInserted)
    #expect(playout.statistics.framesInserted + playout.statistics.framesSkipped <= 1)
  }

  @Test func `an adaptive delay grows with jitter and shrinks after it`() {
    var playout = OrtpPlayout.usual(delay: 20, adaptive: true)
    var random = SeededGenerator(seed: 1)
    let arrivals = Phone().speak(.milliseconds(60_000)) { index in
      (500..<1_500).contains(index) ? .microseconds(Int64(random.unit() * 120_000)) : .milliseconds(60)
    }
    let calm = Heard(
      arrivals.filter { $0.at < .milliseconds(10_000) }, with: &playout, until: .milliseconds(10_000))
    #expect(calm.isSeamless)
    #expect(playout.delay == .milliseconds(20))
    let rest = arrivals.filter { $0.at >= .milliseconds(10_000) }
    let early = rest.filter { $0.at < .milliseconds(30_000) }
    let stormy = Heard(early, with: &playout, phase: .milliseconds(10_000), until: .milliseconds(30_000))
    #expect(playout.delay > .milliseconds(45) && playout.delay <= .milliseconds(90), "\(playout.delay)")
    let lossesSettled = stormy.pulls.suffix(500).count { $0.playout == .lost }
    #expect(lossesSettled < 25, "\(lossesSettled)")
    _ = Heard(
      Array(rest.dropFirst(early.count)), with: &playout, phase: .milliseconds(30_000),
      until: .milliseconds(60_000))
    #expect(playout.delay == .milliseconds(20))
  }

  @Test(arguments: [1 + 100e-6, 1 - 100e-6, 1.0], [false, true])
  func `a clock 100 ppm off costs a frame now and then, for 5 minutes`(_ rate: Double, _ adaptive: Bool) {
    var playout = OrtpPlayout.usual(delay: 20, adaptive: adaptive)
    let arrivals = Phone(clockRate: rate).speak(.milliseconds(300_000))
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(9), until: .milliseconds(300_000))
    let statistics = playout.statistics
    // 100 ppm of 5 minutes are 30 ms: one or two frames.
    #expect(statistics.framesInserted <= (rate > 1 ? 2 : 0))
    #expect(statistics.framesSkipped <= (rate < 1 ? 2 : 0))
    #expect(rate == 1 || statistics.framesInserted + statistics.framesSkipped >= 1)
    #expect(statistics.framesLost == 0)
    #expect(statistics.late == 0)
    #expect(heard.frames.count >= 14_995)
  }

  @Test func `a frame's law is that of its packets`() {
    var playout = OrtpPlayout.usual()
    let mu = Phone().speak(.milliseconds(1_000))
    let a = Phone(payloadType: 8, firstSample: 8_000, sequenceNumber: 14).speak(.milliseconds(1_000))
    let heard = Heard(mu + a, with: &playout, phase: .milliseconds(5), until: .milliseconds(2_200))
    #expect(heard.frames.prefix(50).allSatisfy { $0.playout == .frame(.pcmu) })
    #expect(heard.frames.dropFirst(50).allSatisfy { $0.playout == .frame(.pcma) })
    #expect(heard.frames.count == 100)
    #expect(heard.isSeamless)
  }

  @Test func `what a call did not agree on is not played`() {
    var playout = OrtpPlayout(
      payloadTypes: PayloadTypes(pcmu: nil, pcma: 96, comfortNoise: nil), delay: .milliseconds(20),
      adaptive: false)
    let mu = Phone().speak(.milliseconds(500))
    let a = Phone(payloadType: 96, firstSample: 4_000).speak(.milliseconds(500))
    let heard = Heard(mu + a, with: &playout, until: .milliseconds(1_200))
    #expect(heard.frames.count == 25)
    #expect(heard.frames.allSatisfy { $0.playout == .frame(.pcma) })
    #expect(playout.statistics.unexpectedPayloadType == 25)
  }

  @Test func `nothing comes out of nothing`() {
    var playout = OrtpPlayout.usual()
    let heard = Heard([], with: &playout, until: .milliseconds(200))
    #expect(heard.pulls.allSatisfy { $0.playout == .nothing && $0.bytes.isEmpty })
  }

  @Test func `pulls that begin late start with what is said now`() {
    var playout = OrtpPlayout.usual()
    let arrivals = Phone().speak(.milliseconds(4_000))
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(2_000), until: .milliseconds(4_200))
    #expect(heard.isSeamless)
    #expect(heard.delays.allSatisfy { $0 < .milliseconds(40) })
    #expect(heard.frames.count >= 99)
  }
}
