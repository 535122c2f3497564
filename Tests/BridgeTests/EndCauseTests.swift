import Bridge
import Testing

@Suite struct EndCauseTests {
  private let causes: [EndCause] = [
    .silence, .callerHungUp(reason: nil), .cancelled, .mediaTimeout, .shutdown, .signalling("no ACK"),
  ]

  @Test func `every cause has a word of its own`() {
    #expect(Set(causes.map(\.word)).count == causes.count)
    #expect(causes.allSatisfy { $0.word.allSatisfy { $0.isLowercase || $0 == "-" } })
  }

  @Test func `only silence speaks of silence on the wire`() {
    #expect(causes.filter { $0.reasonHeader.contains("silence") } == [.silence])
    #expect(EndCause.silence.reasonHeader == #"Q.850;cause=16;text="silence timeout""#)
    #expect(causes.allSatisfy { $0.reasonHeader.hasPrefix("Q.850;cause=") })
  }
}
