public import Measurement
public import SansIO
public import Scenario

/// The measurement of a loop of known delay, with the probes and machines of a run: its error is the run's error bar. It is
/// made in the world of the run.
public enum CalibrationPlan {
  /// Delay of the loop.
  public static let known = Interval.milliseconds(50)
  private static let probing = Interval.milliseconds(2400)

  /// One call to a reflector at `port`.
  public static func plan(port: UInt16) -> RunPlan {
    let caller = CallerPlan(
      role: "calibration", dial: "calibration", from: "callsim", offset: .zero, voice: nil, speechLevel: -20,
      timeline: [
        .probes(every: .milliseconds(400), lasting: probing), .silence(.idle, .milliseconds(400)), .hangUp,
      ],
      expects: .caller, credentials: nil)
    return RunPlan(
      name: "calibration", target: .sip(host: "127.0.0.1", port: port), codecs: [.pcmu], callers: [caller],
      grace: .seconds(1), maximumCallDuration: .seconds(10))
  }

  /// What the records of that call say.
  /// - Returns: the measured wire-to-wire round trips; `nil` when no probe came back.
  public static func result(_ records: [CallRecord]) -> RunHealth.Calibration? {
    let trips = records.flatMap(roundTrips)
    return trips.isEmpty ? nil : RunHealth.Calibration(known: known.nanoseconds, measured: trips)
  }

  private static func roundTrips(_ record: CallRecord) -> [Int64] {
    record.probesHeard.compactMap { heard in
      guard let identity = heard.identity,
        let sent = record.probesSent.last(where: { $0.identity == identity && $0.mouth < heard.wire })
      else { return nil }
      return heard.wire - sent.mouth
    }
  }
}
