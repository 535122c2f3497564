import Rooms
import SansIO
import Testing

struct SidTests {
  @Test(arguments: [
    (Sid.Prefix.participant, "PA_"), (.microphoneTrack, "TR_AM"), (.room, "RM_"),
  ])
  func `a sid is its prefix and twelve letters or digits`(prefix: Sid.Prefix, text: String) {
    var generator = SeededGenerator(seed: 1)
    var seen: Set<String> = []
    var letters: Set<Character> = []
    for _ in 0..<500 {
      let sid = Sid.make(prefix, from: &generator)
      #expect(sid.hasPrefix(text) && sid.count == text.count + 12)
      seen.insert(sid)
      letters.formUnion(sid.dropFirst(text.count))
    }
    #expect(seen.count == 500)
    #expect(letters.count == 62 && letters.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }
}
