import Measurement

/// One probe's way from a mouth to an ear, matched as the metrics `mouth_to_ear` and `round_trip` define it.
struct ProbeTrip: Equatable {
  /// The listener's place among the records of the call.
  var listener: Int
  /// Whether the listener had spoken it.
  var isOwn: Bool
  /// Instant of its first sample at the mouth, nanoseconds since the start of the run.
  var mouth: Int64
  /// Nanoseconds until the output of the listener's jitter buffer.
  var delay: Int64

  /// How long before its arrival a probe may have been spoken, nanoseconds: identities wrap.
  private static let window: Int64 = 3_000_000_000

  private struct Source: Hashable {
    var speaker: Int
    var mouth: Int64
  }

  /// The trips within one simulated call, of which `records` holds all callers. A probe heard twice by one
  /// listener counts when first heard; probes of other calls are no trips.
  static func trips(call records: [CallRecord]) -> [ProbeTrip] {
    var sources: [UInt16: [Source]] = [:]
    for (speaker, record) in records.enumerated() {
      for probe in record.probesSent {
        sources[probe.identity, default: []].append(Source(speaker: speaker, mouth: probe.mouth))
      }
    }
    return records.enumerated().flatMap { listener, record in
      trips(to: listener, hearing: record.probesHeard, from: sources)
    }
  }

  private static func trips(
    to listener: Int, hearing heard: [HeardProbe], from sources: [UInt16: [Source]]
  ) -> [ProbeTrip] {
    var counted: Set<Source> = []
    return heard.compactMap { probe in
      guard let identity = probe.identity else { return nil }
      let possible = (probe.wire &- window)...max(probe.wire, probe.wire &- window)
      let candidates = sources[identity, default: []].filter { possible.contains($0.mouth) }
      guard let source = candidates.max(by: { $0.mouth < $1.mouth }), counted.insert(source).inserted else {
        return nil
      }
      return ProbeTrip(
        listener: listener, isOwn: source.speaker == listener, mouth: source.mouth,
        delay: probe.ear &- source.mouth)
    }
  }
}
