import PhoneLeg
import RTP
import SansIO
import Testing

/// Two sessions whose reports travel over a link of known delay.
@Suite struct MediaSessionReportTests {
  private struct Travelling {
    var due: Instant
    var toCaller: Bool
    var packet: Collector.Packet
  }

  /// Both ends talk until `end`; answers the round trips that each measured last.
  private func talk(delay: Interval, until end: Instant) throws -> (
    caller: MediaSession, bridge: MediaSession
  ) {
    let agreement = try Agreement()
    var caller = MediaSession(agreement.caller, seed: 1)
    var bridge = MediaSession(agreement.bridge, seed: 2)
    var (fromCaller, fromBridge) = (Collector(), Collector())
    var travelling: [Travelling] = []
    let frame = [UInt8](repeating: 0x55, count: 160)
    var now = Instant.zero
    while now < end {
      _ = caller.sendFrame(frame.span, from: 4_000, into: &fromCaller)
      _ = bridge.sendFrame(frame.span, from: 20_000, into: &fromBridge)
      caller.sendReport(at: now, from: 4_000, into: &fromCaller)
      bridge.sendReport(at: now, from: 20_000, into: &fromBridge)
      travelling += fromCaller.takeAll().map { Travelling(due: now + delay, toCaller: false, packet: $0) }
      travelling += fromBridge.takeAll().map { Travelling(due: now + delay, toCaller: true, packet: $0) }
      now += .milliseconds(20)
      while let first = travelling.first, first.due <= now {
        travelling.removeFirst()
        if first.toCaller {
          deliver(first, to: &caller, from: Agreement.bridgeAddress)
        } else {
          deliver(first, to: &bridge, from: Agreement.callerAddress)
        }
      }
    }
    return (caller, bridge)
  }

  private func deliver(
    _ travelling: Travelling, to session: inout MediaSession, from source: TransportAddress
  ) {
    let bytes = travelling.packet.bytes
    switch travelling.packet.kind {
    case .rtp: _ = session.receiveRTP(bytes.span, from: source, at: travelling.due)
    case .rtcp: session.receiveRTCP(bytes.span, at: travelling.due)
    case .room: Issue.record("a phone leg has no room port")
    }
  }

  @Test(arguments: [0, 7, 50, 180] as [Int64])
  func `both ends measure the round trip of the link`(milliseconds: Int64) throws {
    let delay = Interval.milliseconds(milliseconds)
    let ends = try talk(delay: delay, until: .zero + .seconds(20))
    for trip in [ends.caller.roundTrip, ends.bridge.roundTrip] {
      let error = try #require(trip) - delay * 2
      #expect(error.magnitude < .microseconds(50), "off by \(error)")
    }
  }

  @Test func `no round trip is known before a report came back`() throws {
    let ends = try talk(delay: .milliseconds(10), until: .zero + .seconds(1))
    #expect(ends.caller.roundTrip == nil)
    #expect(ends.bridge.roundTrip == nil)
  }

  @Test func `a report is due within the intervals of RFC 3550 and sent once`() throws {
    var session = try MediaSession(Agreement().bridge)
    var sink = Collector()
    let first = session.nextDeadline
    #expect((first - .zero) >= .milliseconds(1_250) && (first - .zero) <= .milliseconds(3_750))
    session.sendReport(at: first - .nanoseconds(1), from: 20_000, into: &sink)
    #expect(sink.takeAll().isEmpty)
    session.sendReport(at: first, from: 20_000, into: &sink)
    session.sendReport(at: first, from: 20_000, into: &sink)
    #expect(sink.takeAll().map(\.to) == [TransportAddress(Agreement.callerAddress.ip, 4_001)])
    let pause = session.nextDeadline - first
    #expect(pause >= .milliseconds(2_500) && pause <= .milliseconds(7_500))
  }

  @Test func `garbage on the RTCP port changes nothing`() throws {
    var session = try MediaSession(Agreement().bridge)
    var generator = SeededGenerator(seed: 5)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      session.receiveRTCP(bytes.span, at: .zero)
    }
    #expect(session.roundTrip == nil)
    #expect(session.streams.streams.isEmpty)
  }
}
