import Foundation
import Scenario
import Testing

/// The language's reference for users.
struct ScenarioReferenceTests {
  private static let reference = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Scenarios/README.md")

  private static let rooms = """
    name: rooms
    participants: { ada: { room: r, timeline: [leave], expect: leave } }
    """

  @Test func `every YAML block of the reference that is a whole scenario is one`() throws {
    let text = try String(contentsOf: Self.reference, encoding: .utf8)
    let blocks = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    let steps = blocks.filter { $0.hasPrefix("- ") }
    #expect(steps.count >= 9)
    for block in steps {
      for step in block.components(separatedBy: "\n- ").map({ $0.hasPrefix("- ") ? $0 : "- " + $0 }) {
        let timeline = step.components(separatedBy: "\n").map { "\n      " + $0 }.joined()
        let expect = step.contains("hang-up") ? "caller" : "any"
        let isOfRooms = step.hasPrefix("- mute") || step.hasPrefix("- leave")
        let text = isOfRooms ? Sample.stay(timeline) : Sample.timeline(timeline, expect: expect)
        #expect(throws: Never.self, "\(step)") { try Sample.plan(text) }
      }
    }
    for target in blocks.flatMap({ $0.components(separatedBy: "\n") }) where target.hasPrefix("target:") {
      let text = target.contains("sip:") ? Sample.with(target) : "\(target)\n\(Self.rooms)"
      #expect(try Sample.plan(text).rooms != nil, "\(target)")
    }
    let participants = try #require(blocks.first { $0.hasPrefix("participants:") })
    #expect(try Sample.plan("\(Sample.smallest)\n\(participants)").participants.map(\.role) == ["agent"])
    let whole = blocks.filter { $0.hasPrefix("name:") }
    #expect(whole.count == 2)
    for block in whole { #expect(throws: Never.self) { try Sample.plan(block) } }
  }
}
