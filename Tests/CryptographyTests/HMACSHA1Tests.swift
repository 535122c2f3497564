import Cryptography
import Testing

struct HMACSHA1Tests {
  /// RFC 2202 section 3: test cases 1, 2, 3 and 6, the last with a key longer than a block.
  private static let cases: [(key: [UInt8], message: [UInt8], code: String)] = [
    (
      [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
      "b617318655057264e28bc0b6fb378c8ef146be00"
    ),
    (
      Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
      "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    ),
    (
      [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
      "125d7342b9ac11cd91a39af48aa17b4f63f175d3"
    ),
    (
      [UInt8](repeating: 0xAA, count: 80),
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      "aa4ae5e15272d00e95705637ce8a3b55ed402112"
    ),
  ]

  @Test(arguments: cases)
  func `HMAC-SHA-1 gives the codes of RFC 2202`(key: [UInt8], message: [UInt8], code: String) {
    #expect(Hexadecimal.lowercase(MessageAuthentication.hmacSHA1(key: key, message: message)) == code)
    let keyed = HMACSHA1(key: key)
    for _ in 0..<3 { #expect(hexadecimal(keyed.code(of: message.span)) == code) }
  }

  @Test func `a suffix counts as the end of the message`() {
    let keyed = HMACSHA1(key: [1, 2, 3])
    let whole: [UInt8] = [9, 8, 7, 0x01, 0x02, 0x03, 0x04]
    let split = keyed.code(of: whole.span.extracting(0..<3), suffix: 0x0102_0304)
    #expect(hexadecimal(split) == hexadecimal(keyed.code(of: whole.span)))
  }

  private func hexadecimal(_ code: [20 of UInt8]) -> String {
    Hexadecimal.lowercase(code.indices.map { code[$0] })
  }
}
