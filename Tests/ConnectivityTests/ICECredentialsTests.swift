import Connectivity
import SansIO
import Testing

struct ICECredentialsTests {
  @Test func `96 bits make a fragment of 16 characters and 128 bits a password of 22`() {
    let zeros = ICECredentials(randomBytes: [UInt8](repeating: 0, count: 28))
    #expect(zeros.ufrag == "AAAAAAAAAAAAAAAA")
    #expect(zeros.password == "AAAAAAAAAAAAAAAAAAAAAA")
    let ones = ICECredentials(randomBytes: [UInt8](repeating: 0xFF, count: 28))
    #expect(ones.ufrag == "////////////////")
    #expect(ones.password == "/////////////////////w")
    let counting = ICECredentials(randomBytes: (0..<28).map { UInt8($0) })
    #expect(counting.ufrag == "AAECAwQFBgcICQoL")
    #expect(counting.password == "DA0ODxAREhMUFRYXGBkaGw")
  }

  @Test func `what is generated is accepted from a description and never twice the same`() throws {
    var generator = SeededGenerator(seed: 3)
    var fragments: Set<String> = []
    for _ in 0..<1_000 {
      let made = ICECredentials(using: &generator)
      let read = try #require(ICECredentials(ufrag: made.ufrag, password: made.password))
      #expect(read == made)
      fragments.insert(made.ufrag)
    }
    #expect(fragments.count == 1_000)
  }

  @Test(
    arguments: [
      ("abc", "aaaaaaaaaaaaaaaaaaaaaa"), ("abcd", "aaaaaaaaaaaaaaaaaaaaa"),
      ("ab:d", "aaaaaaaaaaaaaaaaaaaaaa"), ("abcd", "aaaaaaaaaaaaaaaaaaaaa\r"),
      ("äöü", "aaaaaaaaaaaaaaaaaaaaaa"), ("", ""),
      (String(repeating: "a", count: 257), "aaaaaaaaaaaaaaaaaaaaaa"),
      ("abcd", String(repeating: "a", count: 257)),
    ])
  func `too short, too long and other characters are refused`(ufrag: String, password: String) {
    #expect(ICECredentials(ufrag: ufrag, password: password) == nil)
  }
}
