import Measurement
import Testing

@Suite struct FailureRateBoundTests {
  // Beta quantiles: scipy.stats.beta.ppf(0.95, failures + 1, trials - failures).
  @Test(arguments: [
    (1, 10, 0.39416330243650466), (2, 20, 0.28261852488586087), (5, 100, 0.1022533776432745),
    (1, 100, 0.046559811453538935), (1, 3_000, 0.001580301827458731), (30, 1_000, 0.040472237280866234),
    (9, 10, 0.9948838031081763), (999, 1_000, 0.999948708021091), (250_000, 1_000_000, 0.25071327670785687),
  ]) func `with failures the bound is Clopper and Pearson's`(failures: Int, trials: Int, bound: Double) throws
  {
    let found = try #require(FailureRateBound.upper95(failures: failures, trials: trials))
    #expect(abs(found / bound - 1) < 1e-8, "\(found)")
  }

  @Test(arguments: [(300, 0.01), (3_000, 0.001), (3, 1), (1, 1)]) func `without a failure it is three over n`(
    trials: Int, bound: Double
  ) {
    #expect(FailureRateBound.upper95(failures: 0, trials: trials) == bound)
  }

  @Test func `when all fail there is no bound below one`() {
    #expect(FailureRateBound.upper95(failures: 7, trials: 7) == 1)
  }

  @Test func `without trials there is no bound`() {
    #expect(FailureRateBound.upper95(failures: 0, trials: 0) == nil)
  }

  @Test func `more failures or fewer trials never lower the bound`() throws {
    var last = 0.0
    for failures in 0...40 {
      let bound = try #require(FailureRateBound.upper95(failures: failures, trials: 40))
      #expect(bound > last || bound == 1)
      #expect(bound >= Double(failures) / 40)
      last = bound
    }
  }
}
