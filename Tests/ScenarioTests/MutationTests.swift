import SansIO
import Scenario
import Testing

/// Right files with random damage: the reader must answer each, and never trap.
struct MutationTests {
  private static let pieces =
    [
      "*a", "&a ", "${talk}", "${", "{", "}", "[", "]", ": ", "- ", "\n", "\n  ", "\t", "#", "'", "\"", "|",
      ">", "!!", "? ",
      "999999999999999999999", "-1", "0", "NaN", "1e999 s", "nan s", "inf", ".", "%", "\u{0}", "\u{FEFF}",
      "é", "\u{1F600}",
      "repeat", "{ times: 1000, steps: ", "concurrent: 100000", "for: 24 h", "ms", "h", "/s",
    ].map { Array($0.utf8) }

  /// Does one random thing to `bytes`.
  private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: place)
    case 2: bytes.replaceSubrange(place..<end, with: Self.pieces.randomElement(using: &random) ?? [])
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
    default: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a damaged file is answered with a plan or with problems`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var refused = 0
    for _ in 0..<40 {
      var bytes = Array(Sample.fullest.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) { damage(&bytes, &random) }
      do {
        let plan = try ScenarioFile.plan(bytes: bytes, path: "mutant.yaml")
        #expect((1...4).contains(plan.callers.count + plan.participants.count))
        #expect(!plan.callers.isEmpty || plan.participants.allSatisfy { $0.room != nil })
        #expect((1...100_000).contains(plan.arrivals.count))
        #expect(plan.nominalDuration >= .zero)
      } catch {
        refused += 1
        #expect(!error.problems.isEmpty)
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 0)
  }
}
