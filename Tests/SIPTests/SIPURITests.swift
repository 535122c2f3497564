import SIP
import SansIO
import Testing

struct SIPURITests {
  @Test(arguments: [
    "sip:alice@atlanta.com", "sip:alice:secret@atlanta.com;transport=tcp", "sip:atlanta.com",
    "sip:+1-212-555-1212:1234@gateway.com;user=phone", "sip:1212@gateway.com:5061;lr",
    "sip:alice;day=tuesday@atlanta.com", "sip:alice@[2001:db8::9:1]:5070;a;b=c?Subject=x%20y&Priority=urgent",
    "sip:%61lice@atlanta.com", "sip:*43@10.0.0.1",
  ])
  func `a URI is written as it was read`(text: String) throws {
    #expect(try SIPURI(text).description == text)
  }

  @Test func `a URI comes apart into its parts`() throws {
    let uri = try SIPURI("SIP:alice:pw@10.1.2.3:5080;transport=TCP;lr?Reason=a")
    #expect(uri.user == "alice")
    #expect(uri.password == "pw")
    #expect(uri.host == "10.1.2.3")
    #expect(uri.port == 5080)
    #expect(uri.parameter("LR") == "")
    #expect(uri.parameter("maddr") == nil)
    #expect(uri.transport == .tcp)
    #expect(uri.address == TransportAddress("10.1.2.3:5080"))
    #expect(uri.headers == [SIPURI.Parameter("Reason", "a")])
  }

  @Test func `port, transport and user have defaults`() throws {
    let uri = try SIPURI("sip:127.0.0.1")
    #expect(uri.user == nil)
    #expect(uri.transport == .udp)
    #expect(uri.address == TransportAddress("127.0.0.1:5060"))
    #expect(try SIPURI("sip:example.com").address == nil)
    #expect(try SIPURI("sip:a@b;transport=sctp").transport == nil)
  }

  @Test func `a URI of an address names TCP only`() throws {
    let address = try #require(TransportAddress("[::1]:5060"))
    #expect(SIPURI(user: "a", address: address).description == "sip:a@[::1]:5060")
    #expect(
      SIPURI(user: nil, address: address, transport: .tcp).description == "sip:[::1]:5060;transport=tcp")
  }

  @Test(arguments: [
    ("alice", SIPURIError.noScheme(text: "alice")), ("", .noScheme(text: "")),
    ("sips:alice@a.com", .unsupportedScheme("sips")), ("tel:+1212", .unsupportedScheme("tel")),
    ("sip:", .malformed(part: .host, text: "sip:")), ("sip:@a", .malformed(part: .user, text: "sip:@a")),
    ("sip:a b@c", .malformed(part: .user, text: "sip:a b@c")),
    ("sip:a@b@c", .malformed(part: .host, text: "sip:a@b@c")),
    ("sip:a@b:0", .malformed(part: .port, text: "sip:a@b:0")),
    ("sip:a@b:65536", .malformed(part: .port, text: "sip:a@b:65536")),
    ("sip:a@b:", .malformed(part: .port, text: "sip:a@b:")),
    ("sip:a@[::1", .malformed(part: .port, text: "sip:a@[::1")),
    ("sip:a@b;", .malformed(part: .parameter, text: "sip:a@b;")),
    ("sip:a@b;x=%4", .malformed(part: .parameter, text: "sip:a@b;x=%4")),
    ("sip:a@b?", .malformed(part: .header, text: "sip:a@b?")),
    ("sip:a@bü.de", .malformed(part: .host, text: "sip:a@bü.de")),
    ("sip:a@b\r\nX: y", .malformed(part: .port, text: "sip:a@b\r\nX: y")),
  ])
  func `what is no SIP URI is refused with its reason`(text: String, error: SIPURIError) {
    #expect(throws: error) { try SIPURI(text) }
  }
}
