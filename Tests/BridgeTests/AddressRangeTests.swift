import Bridge
import SansIO
import Testing

@Suite struct AddressRangeTests {
  private func contains(_ range: String, _ address: String) -> Bool? {
    guard let range = AddressRange(range), let address = IPAddress(address) else { return nil }
    return range.contains(address)
  }

  @Test(arguments: [
    ("54.172.60.0/30", "54.172.60.0", true), ("54.172.60.0/30", "54.172.60.3", true),
    ("54.172.60.0/30", "54.172.60.4", false), ("54.172.60.0/30", "54.172.59.255", false),
    ("127.0.0.0/8", "127.255.255.255", true), ("127.0.0.0/8", "128.0.0.0", false),
    ("0.0.0.0/0", "203.0.113.9", true),
    ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.6", false), ("192.0.2.7/32", "192.0.2.7", true),
    ("192.0.2.7/31", "192.0.2.6", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
    ("2001:db8::/32", "2001:db9::1", false), ("2001:db8::/64", "2001:db8::ffff:0:0:1", true),
    ("2001:db8::/65", "2001:db8:0:0:8000::1", false), ("2001:db8::/127", "2001:db8::1", true),
    ("2001:db8::/127", "2001:db8::2", false), ("::/0", "1::", true), ("::1", "::1", true),
    ("::1/128", "::2", false),
  ])
  func `an address is in a block when the leading bits agree`(range: String, address: String, isIn: Bool) {
    #expect(contains(range, address) == isIn)
  }

  @Test func `a block never holds an address of the other version`() {
    #expect(contains("0.0.0.0/0", "::1") == false)
    #expect(contains("::/0", "127.0.0.1") == false)
  }

  @Test func `bits beyond the block's length do not matter`() {
    #expect(AddressRange("10.1.2.3/8") == AddressRange("10.0.0.0/8"))
    #expect(AddressRange("10.1.2.3/8")?.description == "10.0.0.0/8")
    #expect(AddressRange("2001:db8::1/32")?.description == "2001:db8::/32")
  }

  @Test(arguments: [
    "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/-0", "10.0.0.0/+8", "10.0.0.0/8/8",
    "10.0.0/8",
    "::/129", "example.com", "10.0.0.0/255.0.0.0", "10.0.0.0 /8",
  ])
  func `anything else is no block`(text: String) {
    #expect(AddressRange(text) == nil)
  }
}
