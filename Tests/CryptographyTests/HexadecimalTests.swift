import Cryptography
import Testing

struct HexadecimalTests {
  @Test func `every nibble has its digit`() {
    #expect(Hexadecimal.lowercase([0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF]) == "0123456789abcdef")
    #expect(Hexadecimal.lowercase([UInt8]()).isEmpty)
  }
}
