import Audio
import Measurement
import SansIO
import Testing
import Voices

@Suite struct ProbeEarTests {
  private static let start = Instant(nanoseconds: 5_000_000_000)
  private static let identity = ProbeIdentity(call: 9, role: 3, sequence: 1)

  /// Hears a probe that begins at sample `position`, in packets of 20 ms which arrive at their own end plus
  /// `delay` and play `depth` after the arrival of their first sample.
  private func listen(position: Int, missing: Set<Int> = [], depth: Interval = .milliseconds(60)) -> ProbeEar
  {
    let stream =
      [Int16](repeating: 0, count: position) + Probe.samples(code: ProbeCode(ProbeEarTests.identity))
      + [Int16](repeating: 0, count: 8_000)
    var ear = ProbeEar(runStart: ProbeEarTests.start, memory: EarMemory())
    for index in 0..<stream.count / ProbeEar.frame {
      guard !missing.contains(index) else {
        ear.hearNothing()
        continue
      }
      let arrival = ProbeEarTests.start + .milliseconds(20) * (index + 1)
      let frame = Array(stream[index * 160..<(index + 1) * 160])
      ear.hear(
        frame.span,
        from: ProbeEar.Origin(arrival: arrival, samplesToPacketEnd: 160, played: arrival + depth))
    }
    return ear
  }

  @Test(arguments: [1_600, 1_673, 3_199])
  func `a probe has the instants of its first sample on the wire and at the output`(position: Int) throws {
    let ear = listen(position: position)
    let probe = try #require(ear.heard.first)
    #expect(ear.heard.count == 1)
    #expect(probe.identity == ProbeEarTests.identity.bits)
    let spoken = Int64(position) * 125_000
    #expect(abs(probe.wire - spoken) < 25_000)
    #expect(abs(probe.ear - (spoken + 80_000_000)) < 25_000)
  }

  @Test func `frames that never came move nothing`() throws {
    let probe = try #require(listen(position: 3_200, missing: [2, 7, 8]).heard.first)
    #expect(abs(probe.wire - 400_000_000) < 25_000)
  }

  @Test func `what precedes the packet's end lies that much before its arrival`() {
    let arrival = ProbeEarTests.start + .milliseconds(100)
    let origin = ProbeEar.Origin(arrival: arrival, samplesToPacketEnd: 480, played: arrival)
    #expect(origin.wire == ProbeEarTests.start + .milliseconds(40))
  }
}
