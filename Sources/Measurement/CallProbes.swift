/// The probes heard in one simulated call, matched with those that its callers and participants sent.
///
/// A heard probe is the latest of its identity that somebody in the call sent in the 3 s before it arrived,
/// since identities wrap: of their 16 bits the call has the upper 11, its role 2, the sequence 3. It may
/// arrive up to 1 ms before it was sent: the stamps of sender and receiver come from clocks that are mapped
/// onto each other, and a path may have no delay.
package struct CallProbes: Sendable {
  /// How long before its arrival a probe may have been sent, nanoseconds.
  package static let window: Int64 = 3_000_000_000
  /// How long after its arrival a probe may have been sent, nanoseconds.
  package static let slack: Int64 = 1_000_000

  /// The matched probes, by listener in the order in which they were heard; of a probe that one listener
  /// heard more than once, the first hearing.
  package private(set) var trips: [ProbeTrip] = []
  /// The ways there and back, in the order in which they were heard.
  package private(set) var roundTrips: [ProbeRoundTrip] = []
  /// Probes whose identity could be read.
  private(set) var heard = 0
  /// Of these, probes of foreign calls.
  private(set) var foreign: [HeardProbe] = []
  /// Of these, probes of the call itself that nobody had sent inside the window.
  private(set) var unsent: [HeardProbe] = []

  /// Where a probe comes from: the place of its speaker's record in the call and its own place in that
  /// record.
  private struct Source: Hashable {
    var speaker: Int
    var probe: Int
    /// Instant of the probe's first sample.
    var mouth: Int64
  }

  /// Matches the probes of one simulated call of telephones, of which `records` holds all callers.
  package init(call records: [CallRecord]) { self.init(members: records.map(CallMember.init)) }

  /// Matches the probes of one simulated call, of which `members` holds everybody.
  package init(members: [CallMember]) {
    let sources = CallProbes.sources(in: members)
    for (place, listener) in members.enumerated() {
      var counted: Set<Source> = []
      for probe in listener.probesHeard {
        guard let source = match(probe, heardBy: listener, among: sources), counted.insert(source).inserted
        else { continue }
        let speaker = members[source.speaker]
        let trip = ProbeTrip(
          speaker: source.speaker, probe: source.probe, listener: place,
          direction: ProbeTrip.Direction(from: speaker.place, to: listener.place), mouth: source.mouth,
          wireDelay: probe.wire &- source.mouth &- speaker.codecDelay, earDelay: probe.ear &- source.mouth)
        trips.append(trip)
        noteRoundTrip(trip, members, sources)
      }
    }
  }

  /// Notes the round trip that ends with `trip`: one's own echo, or an answer to one's own probe.
  private mutating func noteRoundTrip(
    _ trip: ProbeTrip, _ members: [CallMember], _ sources: [UInt16: [Source]]
  ) {
    if trip.isOwn {
      roundTrips.append(
        ProbeRoundTrip(
          speaker: trip.speaker, mouth: trip.mouth, wireDelay: trip.wireDelay, earDelay: trip.earDelay))
      return
    }
    guard let asked = members[trip.speaker].probesSent[trip.probe].answers else { return }
    let own = sources[asked.identity, default: []].filter { $0.speaker == trip.listener }
    guard let first = CallProbes.latest(of: own, at: asked.wire, \.mouth) else { return }
    let there = asked.wire &- first.mouth &- members[trip.listener].codecDelay
    roundTrips.append(
      ProbeRoundTrip(
        speaker: trip.listener, mouth: first.mouth, wireDelay: there &+ trip.wireDelay,
        earDelay: (asked.ear &- first.mouth) &+ trip.earDelay))
  }

  /// The last of `sent`, ascending by `instant`, that a probe which arrived at `arrival` may be.
  static func latest<Sent>(of sent: [Sent], at arrival: Int64, _ instant: (Sent) -> Int64) -> Sent? {
    var (low, high) = (0, sent.count)
    while low < high {
      let middle = (low + high) / 2
      if instant(sent[middle]) > arrival &+ slack { high = middle } else { low = middle + 1 }
    }
    guard low > 0, arrival &- instant(sent[low - 1]) <= window else { return nil }
    return sent[low - 1]
  }

  /// All probes of a call by identity, each list in the order in which they were sent.
  private static func sources(in members: [CallMember]) -> [UInt16: [Source]] {
    var sources: [UInt16: [Source]] = [:]
    for (speaker, member) in members.enumerated() {
      for (place, probe) in member.probesSent.enumerated() {
        sources[probe.identity, default: []].append(
          Source(speaker: speaker, probe: place, mouth: probe.mouth))
      }
    }
    return sources.mapValues { $0.sorted { $0.mouth < $1.mouth } }
  }

  /// The probe that was heard; notes it when there is none.
  private mutating func match(
    _ probe: HeardProbe, heardBy listener: CallMember, among sources: [UInt16: [Source]]
  ) -> Source? {
    guard let identity = probe.identity else { return nil }
    heard += 1
    guard Int(identity >> 5) == listener.call & 0x7FF else {
      foreign.append(probe)
      return nil
    }
    let source = CallProbes.latest(of: sources[identity, default: []], at: probe.wire, \.mouth)
    if source == nil { unsent.append(probe) }
    return source
  }
}

extension ProbeTrip.Direction {
  init(from speaker: CallMember.Place, to listener: CallMember.Place) {
    self =
      switch (speaker, listener) {
      case (.phone, .phone): .phoneToPhone
      case (.phone, .room): .phoneToRoom
      case (.room, .phone): .roomToPhone
      case (.room, .room): .roomToRoom
      }
  }
}
