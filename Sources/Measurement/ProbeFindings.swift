/// What the probes of a run show: delays, losses, crosstalk. Calls are added one by one.
///
/// A heard probe is matched with the latest probe of its identity that a caller of the same call sent within
/// the 3 s before it arrived, since identities wrap: of their 16 bits the call has the upper 11, its role 2,
/// the sequence 3.
///
/// A foreign identity counts as crosstalk only if its call did send it just before. A probe damaged by lost
/// packets passes its 8-bit check once in 256 times with a random identity; that must not condemn a bridge.
struct ProbeFindings {
  /// How long before its arrival a probe may have been sent, nanoseconds.
  static let window: Int64 = 3_000_000_000
  /// How long after its start a probe must have been able to be heard to be missed, nanoseconds.
  static let hearingTime: Int64 = 1_000_000_000
  /// Least peak of the matched filter over its surroundings for a foreign identity to be believed.
  static let soundConfidence = 5.0

  private(set) var mouthToEar: [Int64] = []
  private(set) var wireToWire: [Int64] = []
  private(set) var roundTrip: [Int64] = []
  private(set) var roundTripWire: [Int64] = []
  /// Probes sent.
  private(set) var sent = 0
  /// Probes heard whose identity could be read.
  private(set) var heard = 0
  /// Of these, sound ones of a foreign call.
  private(set) var crosstalk = 0
  /// Of these, sound ones of an identity that nobody had sent inside the window.
  private(set) var unmatched = 0
  /// Probes that had to be heard.
  private(set) var expected = 0
  /// Of these, probes that were not.
  private(set) var lost = 0

  /// Where a probe comes from: the place of its speaker's record in the call and its own place in that
  /// record.
  private struct Source: Hashable {
    var speaker: Int
    var probe: Int
    /// Instant of the probe's first sample.
    var mouth: Int64
  }

  /// Who heard a probe.
  private struct Hearing {
    var byOther = false
    var bySelf = false
  }

  /// Instants of all probes of the run by identity, ascending.
  private let allSent: [UInt16: [Int64]]

  /// Nothing found yet in a run of these `records`.
  init(run records: [CallRecord]) {
    var sent: [UInt16: [Int64]] = [:]
    for record in records {
      for probe in record.probesSent { sent[probe.identity, default: []].append(probe.mouth) }
    }
    allSent = sent.mapValues { $0.sorted() }
  }

  /// Adds one simulated call, of which `records` holds all callers; `echoed` when the scenario has but one
  /// caller, whose own echo is what must be heard.
  mutating func add(call records: [CallRecord], echoed: Bool) {
    let sources = ProbeFindings.sources(in: records)
    var hearings: [Source: Hearing] = [:]
    for (listener, record) in records.enumerated() {
      sent += record.probesSent.count
      var counted: Set<Source> = []
      for probe in record.probesHeard {
        guard let source = match(probe, by: record, sources) else { continue }
        let own = source.speaker == listener
        if own { hearings[source, default: Hearing()].bySelf = true }
        if !own { hearings[source, default: Hearing()].byOther = true }
        guard counted.insert(source).inserted else { continue }
        addDelay(of: probe, since: source.mouth, own: own)
      }
    }
    for (speaker, record) in records.enumerated() {
      for (place, probe) in record.probesSent.enumerated()
      where ProbeFindings.mustBeHeard(probe, of: speaker, in: records, echoed: echoed) {
        let hearing = hearings[Source(speaker: speaker, probe: place, mouth: probe.mouth), default: Hearing()]
        expected += 1
        if !(echoed ? hearing.bySelf : hearing.byOther) { lost += 1 }
      }
    }
  }

  /// All probes of a call by identity, each list in the order in which they were sent.
  private static func sources(in records: [CallRecord]) -> [UInt16: [Source]] {
    var sources: [UInt16: [Source]] = [:]
    for (speaker, record) in records.enumerated() {
      for (place, probe) in record.probesSent.enumerated() {
        sources[probe.identity, default: []].append(
          Source(speaker: speaker, probe: place, mouth: probe.mouth))
      }
    }
    return sources.mapValues { $0.sorted { $0.mouth < $1.mouth } }
  }

  /// The probe that was heard, if it is of this call; counts it if not.
  private mutating func match(
    _ probe: HeardProbe, by listener: CallRecord, _ sources: [UInt16: [Source]]
  ) -> Source? {
    guard let identity = probe.identity else { return nil }
    heard += 1
    let isSound = probe.confidence >= ProbeFindings.soundConfidence
    guard Int(identity >> 5) == listener.call & 0x7FF else {
      let isKnown =
        ProbeFindings.latest(of: allSent[identity, default: []], before: probe.wire, \.self) != nil
      if isSound, isKnown { crosstalk += 1 }
      if isSound, !isKnown { unmatched += 1 }
      return nil
    }
    let source = ProbeFindings.latest(of: sources[identity, default: []], before: probe.wire, \.mouth)
    if source == nil, isSound { unmatched += 1 }
    return source
  }

  /// The last of `sent`, ascending by `instant`, that is not after `arrival` and inside the window before it.
  private static func latest<Sent>(
    of sent: [Sent], before arrival: Int64, _ instant: (Sent) -> Int64
  ) -> Sent? {
    var (low, high) = (0, sent.count)
    while low < high {
      let middle = (low + high) / 2
      if instant(sent[middle]) > arrival { high = middle } else { low = middle + 1 }
    }
    guard low > 0, arrival &- instant(sent[low - 1]) <= window else { return nil }
    return sent[low - 1]
  }

  private mutating func addDelay(of probe: HeardProbe, since mouth: Int64, own: Bool) {
    if own {
      roundTrip.append(probe.ear &- mouth)
      roundTripWire.append(probe.wire &- mouth)
    } else {
      mouthToEar.append(probe.ear &- mouth)
      wireToWire.append(probe.wire &- mouth)
    }
  }

  /// Whether the speaker, and a listener if need be, were in the call long enough for the probe to be heard.
  private static func mustBeHeard(
    _ probe: SentProbe, of speaker: Int, in records: [CallRecord], echoed: Bool
  ) -> Bool {
    let end = probe.mouth &+ hearingTime
    guard records[speaker].isInCall(from: probe.mouth, to: end) else { return false }
    return echoed
      || records.indices.contains { $0 != speaker && records[$0].isInCall(from: probe.mouth, to: end) }
  }
}
