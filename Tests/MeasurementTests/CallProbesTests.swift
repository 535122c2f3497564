import Measurement
import Testing

/// Trips of probes within one call; times are in milliseconds.
@Suite struct CallProbesTests {
  private static func heard(_ identity: UInt16?, wire: Double, ear: Double) -> HeardProbe {
    HeardProbe(identity: identity, wire: .ms(wire), ear: .ms(ear), confidence: 8)
  }

  @Test func `a trip tells who spoke which probe, who heard it, and both delays`() throws {
    let probes = CallProbes(call: [
      .talking(sent: [SentProbe(identity: 0, mouth: .ms(1_000)), SentProbe(identity: 1, mouth: .ms(1_500))]),
      .talking(role: 1, heard: [CallProbesTests.heard(1, wire: 1_530, ear: 1_590)]),
    ])
    let trip = try #require(probes.trips.first)
    #expect(probes.trips.count == 1)
    #expect((trip.speaker, trip.probe, trip.listener) == (0, 1, 1))
    #expect((trip.mouth, trip.wireDelay, trip.earDelay) == (.ms(1_500), .ms(30), .ms(90)))
    #expect(!trip.isOwn)
  }

  @Test func `one's own probe makes a trip of one's own`() {
    let probes = CallProbes(call: [
      .talking(
        sent: [SentProbe(identity: 3, mouth: .ms(1_000))],
        heard: [CallProbesTests.heard(3, wire: 1_100, ear: 1_140)])
    ])
    #expect(probes.trips.map(\.isOwn) == [true])
  }

  @Test func `only the first hearing by each listener is a trip`() {
    let twice = [
      CallProbesTests.heard(0, wire: 1_050, ear: 1_090), CallProbesTests.heard(0, wire: 1_350, ear: 1_390),
    ]
    let probes = CallProbes(call: [
      .talking(sent: [SentProbe(identity: 0, mouth: .ms(1_000))]),
      .talking(role: 1, heard: twice), .talking(role: 2, heard: twice),
    ])
    #expect(probes.trips.map(\.listener) == [1, 2])
    #expect(probes.trips.map(\.wireDelay) == [.ms(50), .ms(50)])
  }

  @Test(arguments: [(1_000.0, 0), (999.995, 0), (999, 0), (998.999_999, nil)] as [(Double, Int?)])
  func `a probe may arrive a millisecond before it was sent`(wire: Double, source: Int?) {
    let probes = CallProbes(call: [
      .talking(sent: [SentProbe(identity: 0, mouth: .ms(1_000))]),
      .talking(role: 1, heard: [CallProbesTests.heard(0, wire: wire, ear: wire + 60)]),
    ])
    #expect(probes.trips.first?.probe == source)
    #expect(probes.trips.first?.wireDelay == source.map { _ in .ms(wire - 1_000) })
  }

  @Test func `foreign, unread and never sent probes are no trips`() {
    let probes = CallProbes(call: [
      .talking(sent: [SentProbe(identity: 0, mouth: .ms(1_000)), SentProbe(identity: 32, mouth: .ms(1_000))]),
      .talking(
        role: 1,
        heard: [32, nil, 1].map { CallProbesTests.heard($0, wire: 1_050, ear: 1_090) }),
    ])
    #expect(probes.trips == [])
  }

  @Test func `instants at the ends of time stop nothing`() {
    let probes = CallProbes(call: [
      .talking(sent: [SentProbe(identity: 0, mouth: .min), SentProbe(identity: 0, mouth: .max)]),
      .talking(
        role: 1,
        heard: [Int64.min, .max].map { HeardProbe(identity: 0, wire: $0, ear: $0, confidence: 8) }),
    ])
    #expect(probes.trips.count <= 2)
  }
}
