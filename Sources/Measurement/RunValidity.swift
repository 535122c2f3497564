/// Whether a run is worth judging a system by: the checks on the simulator itself.
struct RunValidity {
  /// Share of its cores that the simulator may use, thousandths; above it, it may be the one that is slow.
  static let cpuShare = 900.0

  let limits: RunLimits
  let planned: Int
  /// Participants planned; `nil` in a run of telephones only.
  let plannedParticipants: Int?
  let measurements: Measurements
  /// RTP packets handed to the kernel.
  let packetsSent: Int
  /// Callers of whom two records differ.
  let contradictions: Int

  /// The checks in the order of reports; without `health` there is little to check and the run is invalid.
  func checks(_ health: RunHealth?) -> [RunSummary.Check] {
    [ending(health)] + callersStarted + participantsStarted + [uniqueness] + (health.map(own) ?? [])
  }

  private func own(_ health: RunHealth) -> [RunSummary.Check] {
    [sendLag(health), receiveDrops(health), clockStep(health), calibration(health)] + cpu(health)
  }

  private func ending(_ health: RunHealth?) -> RunSummary.Check {
    let measured =
      if let health {
        health.aborted ?? (health.abortedByUser ? "stopped by the user" : "it did")
      } else {
        "the run died before its end"
      }
    let holds = health.map { $0.aborted == nil && !$0.abortedByUser } ?? false
    return RunSummary.Check(condition: "the run reached its end", measured: measured, holds: holds)
  }

  /// Whether the run is one without callers.
  private var isRoomTest: Bool { planned == 0 && measurements.started == 0 && plannedParticipants ?? 0 > 0 }

  /// None in a run without callers; a run that planned nobody at all is not worth judging by.
  private var callersStarted: [RunSummary.Check] {
    if isRoomTest { return [] }
    let share = Double(measurements.started) / Double(max(planned, 1))
    return [
      RunSummary.Check(
        condition: "callers started >= \(FigureUnit.percent.text(of: limits.started)) of planned",
        measured: "\(measurements.started) of \(planned)",
        holds: planned > 0 && share >= limits.started)
    ]
  }

  private var participantsStarted: [RunSummary.Check] {
    guard let planned = plannedParticipants, planned > 0 else { return [] }
    let started = measurements.participantsStarted
    return [
      RunSummary.Check(
        condition: "participants started >= \(FigureUnit.percent.text(of: limits.started)) of planned",
        measured: "\(started) of \(planned)", holds: Double(started) / Double(planned) >= limits.started)
    ]
  }

  private var uniqueness: RunSummary.Check {
    RunSummary.Check(
      condition: "\(isRoomTest ? "participants" : "callers") with contradicting records == 0",
      measured: "\(contradictions)",
      holds: contradictions == 0)
  }

  private func sendLag(_ health: RunHealth) -> RunSummary.Check {
    let condition = "send lag p99.9 <= \(RunValidity.text(limits.sendLag))"
    if LagHistogram(pairs: health.sendLag) == nil {
      return RunSummary.Check(condition: condition, measured: "the histogram is damaged", holds: false)
    }
    guard case .trend(let lags)? = measurements[.sendLag], let lag = lags[.p999] else {
      let nothing = packetsSent == 0 ? "no packet was sent" : "no value was measured"
      return RunSummary.Check(condition: condition, measured: nothing, holds: packetsSent == 0)
    }
    return RunSummary.Check(
      condition: condition, measured: RunValidity.text(lag), holds: lag <= limits.sendLag)
  }

  private func receiveDrops(_ health: RunHealth) -> RunSummary.Check {
    RunSummary.Check(
      condition: "datagrams dropped on receipt <= \(limits.receiveDrops)", measured: "\(health.receiveDrops)",
      holds: health.receiveDrops <= limits.receiveDrops)
  }

  private func clockStep(_ health: RunHealth) -> RunSummary.Check {
    RunSummary.Check(
      condition: "step of the wall clock <= \(RunValidity.text(limits.clockStep))",
      measured: RunValidity.text(health.clockStep),
      holds: health.clockStep.magnitude <= limits.clockStep.magnitude)
  }

  private func calibration(_ health: RunHealth) -> RunSummary.Check {
    let error = health.calibration?.error
    return RunSummary.Check(
      condition: "calibration error <= \(RunValidity.text(limits.calibrationError))",
      measured: error.map(RunValidity.text) ?? "the loop of known delay could not be measured",
      holds: error.map { $0 <= limits.calibrationError } ?? false)
  }

  /// The simulator must not have been out of CPU: in 95 % of the samples it left a tenth of its cores idle.
  private func cpu(_ health: RunHealth) -> [RunSummary.Check] {
    guard let cores = health.availableCores, cores > 0 else { return [] }
    let shares = health.samples.compactMap { Int64(exactly: ($0.simulatorCores / cores * 1_000).rounded()) }
    guard let share = Percentiles(shares)[.p95] else { return [] }
    return [
      RunSummary.Check(
        condition: "simulator's share of its \(FigureUnit.decimal(cores)) cores, p95 of samples <= 90 %",
        measured: FigureUnit.percent.text(of: Double(share) / 1_000),
        holds: Double(share) <= RunValidity.cpuShare)
    ]
  }

  private static func text(_ nanoseconds: Int64) -> String {
    FigureUnit.milliseconds.text(of: Double(nanoseconds))
  }
}
