import Audio
import Voices
import Measurement
import RTP
import SansIO
import Testing

@Suite struct EarTests {
  private static let start = Instant(nanoseconds: 123_456_789)
  private static let identity = ProbeIdentity(call: 5, role: 1, sequence: 2)

  /// An ear that is sent a stream of packets and plays every 20 ms.
  private struct Line {
    var ear = Line.ear(findsProbes: true)
    /// Samples in a packet.
    var packetLength = 160
    /// When the first packet arrives, after the start of the run.
    var arrival = Interval.milliseconds(7)
    /// When the ear plays first.
    var firstPull = Interval.milliseconds(3)
    /// Packets that never come.
    var lost: Set<Int> = []

    static func ear(findsProbes: Bool) -> Ear {
      Ear(
        delay: .milliseconds(40), runStart: EarTests.start, memory: EarMemory(), findsProbes: findsProbes)
    }

    /// Sends `samples` and lets the ear play all of them.
    mutating func play(_ samples: [Int16]) {
      var sender = StreamSender(ssrc: 1, sequenceNumber: 65_530, timestamp: .max - 999)
      var datagram: [UInt8] = []
      var pull = EarTests.start + firstPull
      let packets = samples.count / packetLength
      for number in 0..<packets + 50 {
        let due = EarTests.start + arrival + .microseconds(125) * (number * packetLength)
        while pull < due {
          ear.play(.mu, at: pull)
          pull += .milliseconds(20)
        }
        guard number < packets else { continue }
        let payload = samples[number * packetLength..<(number + 1) * packetLength].map {
          G711.encode($0, .mu)
        }
        sender.write(payload: payload.span, payloadType: 0, samples: UInt32(packetLength), into: &datagram)
        guard !lost.contains(number), let header = try? PacketHeader(parsing: datagram.span) else { continue }
        ear.receive(header, payload: payload.span, at: due)
      }
    }
  }

  /// Silence with a probe that begins at sample `position`.
  private func stream(probeAt position: Int) -> [Int16] {
    [Int16](repeating: 0, count: position) + Probe.samples(code: ProbeCode(EarTests.identity))
      + [Int16](repeating: 0, count: 16_000)
  }

  /// Sample `position` stands in a packet that is complete, and so arrives, at its last sample.
  private func wire(of position: Int, _ line: Line) -> Int64 {
    let packet = position / line.packetLength
    let arrival = line.arrival + .microseconds(125) * (packet * line.packetLength)
    let after = (packet + 1) * line.packetLength - position
    return (arrival - .microseconds(125) * after).nanoseconds
  }

  @Test(arguments: [160, 80, 240, 480], [1_600, 1_673, 2_399])
  func `a probe has the instants of its first sample on the wire and at the ear`(
    packetLength: Int, position: Int
  ) throws {
    var line = Line(packetLength: packetLength)
    line.play(stream(probeAt: position))
    #expect(line.ear.heard.count == 1)
    let probe = try #require(line.ear.heard.first)
    #expect(probe.identity == EarTests.identity.bits)
    #expect(abs(probe.wire - wire(of: position, line)) < 25_000)
    let ear = (line.arrival + .milliseconds(40) + .microseconds(125) * position).nanoseconds
    #expect(abs(probe.ear - ear) < 25_000)
    #expect(probe.confidence > 4)
  }

  @Test func `where the pulls lie between the arrivals does not matter`() {
    let instants = [0, 5, 11, 19].map { pull in
      var line = Line(firstPull: .milliseconds(Int64(pull)))
      line.play(stream(probeAt: 1_600))
      return line.ear.heard.first?.wire
    }
    #expect(instants.allSatisfy { $0 != nil && abs($0! - instants[0]!) < 1_000 })
  }

  @Test func `lost packets before a probe do not move it`() throws {
    var line = Line(lost: [3, 4, 8])
    line.play(stream(probeAt: 3_200))
    let probe = try #require(line.ear.heard.first)
    #expect(abs(probe.wire - wire(of: 3_200, line)) < 25_000)
  }

  @Test func `an ear outside of the probed share finds none, and plays all the same`() {
    var line = Line(ear: Line.ear(findsProbes: false))
    line.play(Array(stream(probeAt: 3_200).prefix(4_800)))
    #expect(line.ear.heard == [])
    #expect(line.ear.buffer.playedFrames > 20)
  }

  @Test func `what is played is what came, and silence where nothing came`() {
    let ear = Line.ear(findsProbes: true)
    ear.play(.mu, at: EarTests.start)
    #expect(ear.samples == [Int16](repeating: 0, count: 160))
    let payload = [UInt8](repeating: G711.encode(5_000, .a), count: 160)
    let header = PacketHeader(payloadType: 8, sequenceNumber: 1, timestamp: 0, ssrc: 1, payloadBytes: 160)
    ear.receive(header, payload: payload.span, at: EarTests.start)
    ear.play(.a, at: EarTests.start + .milliseconds(40))
    #expect(ear.samples == payload.map { G711.decode($0, .a) })
    ear.play(.a, at: EarTests.start + .milliseconds(60))
    #expect(ear.samples == [Int16](repeating: 0, count: 160))
    #expect(ear.heard.isEmpty)
  }
}
