import SansIO
import Testing

@Suite struct IPAddressTests {
  @Test(
    arguments: [
      ("127.0.0.1", 0x7F00_0001), ("0.0.0.0", 0), ("255.255.255.255", 0xFFFF_FFFF),
      ("203.0.113.10", 0xCB00_710A),
    ] as [(String, UInt32)])
  func `IPv4 text stands for four bytes`(text: String, value: UInt32) {
    #expect(IPAddress(text) == IPAddress(v4: value))
    #expect(IPAddress(v4: value).description == text)
  }

  @Test(
    arguments: [
      ("::", 0, 0), ("::1", 0, 1), ("1::", 1 << 48, 0), ("2001:db8::2:1", 0x2001_0DB8_0000_0000, 0x2_0001),
      ("1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004, 0x0005_0006_0007_0008),
      ("[fe80::abcd]", 0xFE80_0000_0000_0000, 0xABCD), ("::ffff:192.0.2.1", 0, 0xFFFF_C000_0201),
      ("1:2:3:4:5:6:1.2.3.4", 0x0001_0002_0003_0004, 0x0005_0006_0102_0304),
      ("1:2:3:4:5:6:7::", 0x0001_0002_0003_0004, 0x0005_0006_0007_0000), ("::FFFF", 0, 0xFFFF),
    ] as [(String, UInt64, UInt64)])
  func `IPv6 text stands for two halves`(text: String, high: UInt64, low: UInt64) {
    #expect(IPAddress(text) == IPAddress(v6High: high, low: low))
  }

  /// RFC 5952 sections 4.1 to 4.3.
  @Test(arguments: [
    ("2001:0db8::0001", "2001:db8::1"), ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:DB8::AbCd", "2001:db8::abcd"),
    ("0:0:0:0:0:0:0:0", "::"), ("1:0:0:0:0:0:0:0", "1::"), ("0:0:0:0:0:0:0:1", "::1"),
    ("0:1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7"),
  ])
  func `IPv6 is printed the one short way`(text: String, printed: String) {
    #expect(IPAddress(text)?.description == printed)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `what is printed is read back`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      // Many groups of zero, as real addresses have them.
      let mask = generator.next() & generator.next() & generator.next()
      let groups = (0..<8).map { mask >> UInt64($0) & 1 == 0 ? 0 : generator.next() & 0xFFFF }
      let half: (ArraySlice<UInt64>) -> UInt64 = { $0.reduce(0) { $0 << 16 | $1 } }
      let address = IPAddress(v6High: half(groups[..<4]), low: half(groups[4...]))
      #expect(IPAddress(address.description) == address)
      let short = IPAddress(v4: UInt32(truncatingIfNeeded: generator.next()))
      #expect(IPAddress(short.description) == short)
    }
  }

  @Test(arguments: [
    "", "localhost", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.1000", "1..2.3", "1.2.3.", "+1.2.3.4",
    "1.2.3.-4",
    " 1.2.3.4", "٣.2.3.4", "[127.0.0.1]", "[]", ":", ":::", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::", "1::2::3", "12345::", "::g", "::+1", "::-1", "::1.2.3", "::1.2.3.4:5", "1.2.3.4::",
    "fe80::1%eth0", "[::1", "::1]",
  ])
  func `nonsense is no address`(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.255.0.9", true), ("::1", true), ("128.0.0.1", false), ("::2", false),
    ("::7f00:1", false), ("1::1", false), ("0.0.0.0", false),
  ])
  func `a loopback address is known as such`(text: String, isLoopback: Bool) {
    #expect(IPAddress(text)?.isLoopback == isLoopback)
  }

  @Test func `the unspecified addresses are known as such`() {
    #expect(IPAddress.anyV4.isUnspecified)
    #expect(IPAddress("::")?.isUnspecified == true)
    #expect(!IPAddress.loopback.isUnspecified)
    #expect(IPAddress("1::")?.isUnspecified == false)
  }

  @Test func `the same number is another address in the other version`() {
    #expect(IPAddress(v4: 1) != IPAddress(v6High: 0, low: 1))
  }
}
