import Rooms
import SansIO
import Testing

struct Base64Tests {
  /// The examples of RFC 4648 §10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func `the RFC's examples hold both ways, with padding and without`(plain: String, text: String) {
    let bytes = [UInt8](plain.utf8)
    let bare = text.filter { $0 != "=" }
    #expect(Base64.encode(bytes, alphabet: .standard, padded: true) == text)
    #expect(Base64.encode(bytes, alphabet: .urlSafe, padded: false) == bare)
    #expect(Base64.decode(text, alphabet: .standard) == bytes)
    #expect(Base64.decode(bare, alphabet: .urlSafe) == bytes)
  }

  @Test func `each alphabet refuses the other's letters`() {
    #expect(Base64.encode([0xFB, 0xEF, 0xFF], alphabet: .standard, padded: true) == "++//")
    #expect(Base64.encode([0xFB, 0xEF, 0xFF], alphabet: .urlSafe, padded: true) == "--__")
    #expect(Base64.decode("--__", alphabet: .urlSafe) == [0xFB, 0xEF, 0xFF])
    #expect(Base64.decode("--__", alphabet: .standard) == nil)
    #expect(Base64.decode("++//", alphabet: .urlSafe) == nil)
  }

  @Test(arguments: [
    "Z", "Zm9vY", "Zg=", "Zg===", "Zm9v====", "=", "====", "Z=g=", "Zm8==", "Zh==", "Zm9", "Zm 8", "Zmü",
    "Zg==Zg==",
  ])
  func `what no encoder writes is refused`(text: String) {
    #expect(Base64.decode(text, alphabet: .standard) == nil)
  }

  @Test func `every byte string comes back`() {
    var generator = SeededGenerator(seed: 5)
    for count in 0..<300 {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      for alphabet in [Base64.Alphabet.standard, .urlSafe] {
        let text = Base64.encode(bytes, alphabet: alphabet, padded: count % 2 == 0)
        #expect(Base64.decode(text, alphabet: alphabet) == bytes)
      }
    }
  }
}
