extension RunSummary.HangUps {
  /// Counts the hang-up tests of a run.
  public init(_ evaluations: [HangUpEvaluation]) {
    expected = evaluations.count
    for evaluation in evaluations {
      switch evaluation.outcome {
      case .hungUp(let error): errors.append(error)
      case .early: falseHangUps += 1
      case .missed: missed += 1
      case .wrongCause: wrongCause += 1
      }
    }
    measured = errors.count
    bias = Percentiles(errors)[.p50]
    // A call that something else ended says nothing about the watch over silence.
    failureRateBound = FailureRateBound.upper95(
      failures: falseHangUps + missed, trials: expected - wrongCause)
  }
}
