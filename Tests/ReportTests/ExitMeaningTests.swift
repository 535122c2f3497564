import Report
import Testing

@Suite struct ExitMeaningTests {
  @Test func `every code of a run has its own meaning`() {
    #expect(Set([0, 98, 99, 105].map(ExitMeaning.words)).count == 4)
    #expect(ExitMeaning.words(for: 7) == "no verdict")
  }
}
