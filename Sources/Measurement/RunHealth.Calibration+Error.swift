extension RunHealth.Calibration {
  /// The error bar of every latency of the run, nanoseconds: 95 % of the calibration's round trips were no
  /// further from the known delay (nearest rank). `nil` when none was measured.
  public var error: Int64? {
    Percentiles(measured.map { Int64(clamping: ($0 &- known).magnitude) })[.p95]
  }
}
