import RealModule

/// What a number of trials says about a rate of failures.
public enum FailureRateBound {
  /// The rate that is exceeded with at most 5 % doubt: the one-sided 95 % upper bound.
  ///
  /// Without a failure it is the rule of three, 3/n, a little above the exact 1 − 0.05^(1/n). With failures
  /// it is Clopper and Pearson's: the rate at which so few failures among `trials` would have a probability
  /// of 5 %. `nil` when there were no trials.
  public static func upper95(failures: Int, trials: Int) -> Double? {
    precondition(0 <= failures && failures <= trials, "failures are some of the trials")
    guard trials > 0 else { return nil }
    if failures == 0 { return min(1, 3 / Double(trials)) }
    if failures == trials { return 1 }
    var low = Double(failures) / Double(trials)
    var high = 1.0
    while true {
      let middle = (low + high) / 2
      guard low < middle, middle < high else { return high }
      if lowerTail(failures, of: trials, rate: middle) > 0.05 { low = middle } else { high = middle }
    }
  }

  /// The probability of at most `failures` among `trials`, each failing with `rate` ≥ failures/trials. From
  /// that side the terms fall from the last one down, so that nothing underflows that matters.
  private static func lowerTail(_ failures: Int, of trials: Int, rate: Double) -> Double {
    let (k, n) = (Double(failures), Double(trials))
    let ways = Double.logGamma(n + 1) - Double.logGamma(k + 1) - Double.logGamma(n - k + 1)
    var term = Double.exp(ways + k * Double.log(rate) + (n - k) * Double.log(onePlus: -rate))
    var sum = term
    let odds = (1 - rate) / rate
    for i in stride(from: failures, to: 0, by: -1) where term > sum * 0x1p-60 {
      term *= Double(i) / Double(trials - i + 1) * odds
      sum += term
    }
    return sum
  }
}
