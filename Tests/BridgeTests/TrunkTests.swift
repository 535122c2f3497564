import Bridge
import SansIO
import Testing

@Suite struct TrunkTests {
  private let home = IPAddress.loopback
  private let carrier = IPAddress(v4: 0x36AC_3C01)

  @Test func `a trunk without numbers or addresses serves every call`() {
    #expect(Trunk(id: "any").serves(number: "", from: carrier))
  }

  @Test func `a trunk with numbers serves only those, to the letter`() {
    let trunk = Trunk(id: "numbers", numbers: ["+15551234", "100"])
    #expect(trunk.serves(number: "100", from: home))
    #expect(trunk.serves(number: "+15551234", from: carrier))
    #expect(!trunk.serves(number: "15551234", from: home))
    #expect(!trunk.serves(number: "1000", from: home))
  }

  @Test func `a trunk with addresses serves only calls from them`() {
    let ranges = ["54.172.60.0/30", "127.0.0.1"].compactMap(AddressRange.init)
    let trunk = Trunk(id: "addresses", inboundAddresses: ranges)
    #expect(trunk.serves(number: "1", from: carrier))
    #expect(trunk.serves(number: "1", from: home))
    #expect(!trunk.serves(number: "1", from: IPAddress(v4: 0x36AC_3C04)))
  }

  @Test func `numbers and addresses must both fit`() {
    let trunk = Trunk(
      id: "both", numbers: ["100"], inboundAddresses: ["127.0.0.0/8"].compactMap(AddressRange.init))
    #expect(trunk.serves(number: "100", from: home))
    #expect(!trunk.serves(number: "101", from: home))
    #expect(!trunk.serves(number: "100", from: carrier))
  }
}
