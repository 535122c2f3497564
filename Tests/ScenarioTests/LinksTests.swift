import SansIO
import Scenario
import Testing

/// The simulated network.
struct LinksTests {
  @Test func `each leg has its figures, what is left out is a loopback`() throws {
    #expect(try Sample.plan(Sample.smallest).links == nil)
    let plan = try Sample.plan(
      Sample.with("links: { phones: { delay: 20 ms, jitter: 5 ms, loss: 1 % }, rooms: { delay: 1 s } }"))
    #expect(
      plan.links
        == LinksPlan(
          phones: LinksPlan.Path(delay: .milliseconds(20), jitter: .milliseconds(5), loss: 0.01),
          rooms: LinksPlan.Path(delay: .seconds(1), jitter: .zero, loss: 0)))
    let loopback = LinksPlan.Path(delay: .microseconds(50), jitter: .zero, loss: 0)
    #expect(try Sample.plan(Sample.with("links: { }")).links == LinksPlan(phones: loopback, rooms: loopback))
  }

  @Test func `a path is told in words`() {
    let path = LinksPlan.Path(delay: .milliseconds(20), jitter: .milliseconds(5), loss: 0.015)
    #expect("\(path)" == "20 ms + 0...5 ms, loss 1.5 %")
    #expect("\(LinksPlan.Path())" == "0.05 ms, loss 0 %")
  }

  @Test(arguments: [
    ("{ phone: { delay: 1 ms } }", "unknown key `phone`; did you mean `phones`?"),
    ("{ phones: { delay: 20 } }", "20"),
    ("{ phones: { loss: 100 % } }", "nothing would ever arrive"),
    ("{ phones: { loss: 120 % } }", "must be from 0 % to 100 %"),
    ("{ rooms: { jitter: 11 s } }", "must be from 0 ms to 10 s"),
    ("{ rooms: 20 ms }", "must be a mapping"),
  ]) func `what is wrong with it is said`(value: String, words: String) {
    let problems = Sample.problems(Sample.with("links: \(value)"))
    #expect(problems.count == 1 && problems.allSatisfy { $0.contains(words) }, "\(problems)")
  }
}
