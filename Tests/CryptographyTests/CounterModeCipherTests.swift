import Cryptography
import Testing

struct CounterModeCipherTests {
  /// RFC 3711 appendix B.2: session key, and salt with source and index 0.
  private let key: [UInt8] = [
    0x2B, 0x7E, 0x15, 0x16, 0x28, 0xAE, 0xD2, 0xA6, 0xAB, 0xF7, 0x15, 0x88, 0x09, 0xCF, 0x4F, 0x3C,
  ]
  private let counter: [16 of UInt8] = [
    0xF0, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0, 0,
  ]

  @Test func `the key stream is that of RFC 3711`() {
    var bytes = [UInt8](repeating: 0, count: 0xFF02 * 16)
    CounterModeCipher(key: key).apply(counter: counter, to: &bytes, from: 0)
    #expect(
      Hexadecimal.lowercase(bytes[..<48])
        == "e03ead0935c95e80e166b16dd92b4eb4" + "d23513162b02d0f72a43a2fe4a5f97ab"
        + "41e95b3bb0a2e8dd477901e4fca894c0")
    #expect(
      Hexadecimal.lowercase(bytes[(0xFEFF * 16)...])
        == "ec8cdf7398607cb0f2d21675ea9ea1e4" + "362b7c3c6773516318a077d7fc5073ae"
        + "6a2cc3787889374fbeb4c81b17ba6c44")
  }

  @Test func `each message begins at its counter, behind what stays clear`() {
    let cipher = CounterModeCipher(key: key)
    for _ in 0..<3 {
      var bytes = [UInt8](repeating: 0, count: 20)
      cipher.apply(counter: counter, to: &bytes, from: 4)
      #expect(Hexadecimal.lowercase(bytes) == "00000000e03ead0935c95e80e166b16dd92b4eb4")
    }
    var nothing: [UInt8] = [1, 2]
    cipher.apply(counter: counter, to: &nothing, from: 2)
    #expect(nothing == [1, 2])
  }
}
