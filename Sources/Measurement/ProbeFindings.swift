/// What the probes of a run show: delays, losses, crosstalk. Calls are added one by one.
///
/// A foreign identity counts as crosstalk only if its call did send it just before. A probe damaged by lost
/// packets passes its 8-bit check once in 256 times with a random identity; that must not condemn a bridge.
struct ProbeFindings {
  /// How long after its start a probe must have been able to be heard to be missed, nanoseconds.
  static let hearingTime: Int64 = 1_000_000_000
  /// Least peak of the matched filter over its surroundings for a foreign identity to be believed: clean
  /// audio gives about 8, as much noise as probe 7, lost frames down to 1.
  static let soundConfidence = 5.0

  /// Delays of probes of others by their direction.
  private(set) var oneWay: [ProbeTrip.Direction: OneWay] = [:]
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

  /// Delays of one direction, nanoseconds.
  struct OneWay {
    var mouthToEar: [Int64] = []
    var wireToWire: [Int64] = []
  }

  /// Who heard a probe.
  private struct Hearing {
    var byOther = false
    var bySelf = false
  }

  /// Instants of all probes of the run by identity, ascending.
  private let allSent: [UInt16: [Int64]]

  /// Nothing found yet in a run of these `records`.
  init(run records: RunRecords) {
    var sent: [UInt16: [Int64]] = [:]
    for probe in records.callers.flatMap(\.probesSent) + records.participants.flatMap(\.probesSent) {
      sent[probe.identity, default: []].append(probe.mouth)
    }
    allSent = sent.mapValues { $0.sorted() }
  }

  /// Adds one simulated call, of which `members` holds everybody; `echoed` when the scenario has but one
  /// caller and nobody else, whose own echo is what must be heard.
  mutating func add(call members: [CallMember], echoed: Bool) {
    let probes = CallProbes(members: members)
    var hearings = members.map { [Hearing](repeating: Hearing(), count: $0.probesSent.count) }
    for trip in probes.trips {
      if trip.isOwn { hearings[trip.speaker][trip.probe].bySelf = true } else { addDelays(of: trip) }
      if !trip.isOwn { hearings[trip.speaker][trip.probe].byOther = true }
    }
    roundTrip += probes.roundTrips.map(\.earDelay)
    roundTripWire += probes.roundTrips.map(\.wireDelay)
    heard += probes.heard
    addStrays(probes)
    for (speaker, member) in members.enumerated() {
      sent += member.probesSent.count
      for (place, probe) in member.probesSent.enumerated()
      where ProbeFindings.mustBeHeard(probe, of: speaker, in: members, echoed: echoed) {
        let hearing = hearings[speaker][place]
        expected += 1
        if !(echoed ? hearing.bySelf : hearing.byOther) { lost += 1 }
      }
    }
  }

  private mutating func addDelays(of trip: ProbeTrip) {
    oneWay[trip.direction, default: OneWay()].mouthToEar.append(trip.earDelay)
    oneWay[trip.direction, default: OneWay()].wireToWire.append(trip.wireDelay)
  }

  /// Tells crosstalk from what nobody sent among the probes that are not of the call.
  private mutating func addStrays(_ probes: CallProbes) {
    func isSound(_ probe: HeardProbe) -> Bool { probe.confidence >= ProbeFindings.soundConfidence }
    unmatched += probes.unsent.count(where: isSound)
    for probe in probes.foreign where isSound(probe) {
      let sent = probe.identity.flatMap { allSent[$0] } ?? []
      if CallProbes.latest(of: sent, at: probe.wire, \.self) == nil { unmatched += 1 } else { crosstalk += 1 }
    }
  }

  /// Whether the speaker, and a listener if need be, were in the call long enough for the probe to be heard.
  private static func mustBeHeard(
    _ probe: SentProbe, of speaker: Int, in members: [CallMember], echoed: Bool
  ) -> Bool {
    let end = probe.mouth &+ hearingTime
    guard members[speaker].isSpeaking(from: probe.mouth, to: end) else { return false }
    return echoed
      || members.indices.contains {
        $0 != speaker && members[$0].isListening(from: probe.mouth, to: end)
      }
  }
}
