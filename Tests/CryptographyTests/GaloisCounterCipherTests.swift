import Cryptography
import Testing

struct GaloisCounterCipherTests {
  private static let zeroNonce = [12 of UInt8](repeating: 0)

  /// Test cases 1 and 2 of McGrew and Viega's specification of the mode.
  @Test(arguments: [
    (0, "58e2fccefa7e3061367f1d57a4e7455a"),
    (16, "0388dace60b6a392f328c2b971b2fe78" + "ab6e47d42cec13bdf53a67b21257bddf"),
  ])
  func `zeros under a key of zeros are sealed as specified`(count: Int, sealed: String) {
    let cipher = GaloisCounterCipher(key: [UInt8](repeating: 0, count: 16))
    for _ in 0..<2 {
      var message = [UInt8](repeating: 0, count: count)
      cipher.seal(&message, header: 0, nonce: Self.zeroNonce)
      #expect(Hexadecimal.lowercase(message) == sealed)
    }
  }

  @Test(arguments: [0, 1, 12, 40], [nil, UInt32(0x8000_0001)])
  func `what is sealed opens, and nothing else does`(header: Int, suffix: UInt32?) {
    let cipher = GaloisCounterCipher(key: RandomBytes.make(count: 16))
    let plain = RandomBytes.make(count: 40)
    var sealed = plain
    cipher.seal(&sealed, header: header, suffix: suffix, nonce: Self.zeroNonce)
    #expect(sealed.count == 56)
    #expect(sealed[..<header] == plain[..<header])
    var opened: [UInt8] = [1]
    #expect(
      cipher.open(sealed.span, header: header, suffix: suffix, nonce: Self.zeroNonce, into: &opened))
    #expect(opened == plain)
    for index in sealed.indices {
      var forged = sealed
      forged[index] ^= 1
      #expect(
        !cipher.open(forged.span, header: header, suffix: suffix, nonce: Self.zeroNonce, into: &opened))
      #expect(opened.isEmpty)
    }
    let other: UInt32? = suffix == nil ? 0 : nil
    #expect(!cipher.open(sealed.span, header: header, suffix: other, nonce: Self.zeroNonce, into: &opened))
  }

  @Test func `what is shorter than a tag and its header does not open`() {
    let cipher = GaloisCounterCipher(key: RandomBytes.make(count: 16))
    var opened: [UInt8] = [1]
    let short = [UInt8](repeating: 0, count: 27)
    #expect(!cipher.open(short.span, header: 12, nonce: Self.zeroNonce, into: &opened))
    #expect(opened.isEmpty)
  }
}
