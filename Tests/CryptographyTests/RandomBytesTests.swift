import Cryptography
import Testing

struct RandomBytesTests {
  @Test(arguments: [0, 1, 32, 1_000]) func `as many bytes come as were asked for`(count: Int) {
    #expect(RandomBytes.make(count: count).count == count)
  }

  @Test func `two draws of 32 bytes differ`() {
    #expect(RandomBytes.make(count: 32) != RandomBytes.make(count: 32))
  }
}
