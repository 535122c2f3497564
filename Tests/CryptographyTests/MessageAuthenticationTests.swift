import Cryptography
import Testing

struct MessageAuthenticationTests {
  /// RFC 4231 sections 4.2 and 4.3.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0B, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
  ])
  func `HMAC-SHA-256 gives the codes of RFC 4231`(key: [UInt8], text: String, code: String) {
    let made = MessageAuthentication.sha256(Array(text.utf8), key: key)
    #expect(Hexadecimal.lowercase(made) == code)
    let message = Array(text.utf8)
    #expect(Hexadecimal.lowercase(MessageAuthentication.hmacSHA256(key: key, message: message)) == code)
  }

  @Test func `an empty key is a key like any other`() {
    let code = MessageAuthentication.hmacSHA256(key: [], message: [])
    #expect(
      Hexadecimal.lowercase(code) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    #expect(
      Hexadecimal.lowercase(MessageAuthentication.hmacSHA1(key: [], message: []))
        == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d")
  }

  @Test func `a part of a larger buffer has the code of its bytes alone`() {
    let buffer: [UInt8] = [0, 1, 2, 3, 4]
    let code = MessageAuthentication.hmacSHA1(key: [7], message: buffer.span.extracting(1..<4))
    #expect(code == MessageAuthentication.hmacSHA1(key: [7], message: [1, 2, 3]))
  }

  @Test func `byte strings are equal only in all bytes`() {
    #expect(MessageAuthentication.areEqual([], []))
    #expect(MessageAuthentication.areEqual([1, 2, 3], [1, 2, 3]))
    #expect(!MessageAuthentication.areEqual([1, 2, 3], [1, 2, 4]))
    #expect(!MessageAuthentication.areEqual([1, 2, 3], [1, 2]))
  }
}
