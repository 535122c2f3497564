import Scenario
import Testing

struct TargetURITests {
  @Test func `a target is read`() throws {
    #expect(try TargetPlan(parsing: "embedded") == .embedded(settings: [:]))
    #expect(try TargetPlan(parsing: "sip:10.1.2.3:5080") == .sip(host: "10.1.2.3", port: 5080))
    #expect(
      try TargetPlan(parsing: "sip:bridge.example-1.com") == .sip(host: "bridge.example-1.com", port: 5060))
    #expect(try TargetPlan(parsing: "sip:[::1]:5070") == .sip(host: "::1", port: 5070))
    #expect(try TargetPlan(parsing: "sip:[2001:db8::5]") == .sip(host: "2001:db8::5", port: 5060))
    #expect(try TargetURI(parsing: "sip:h;transport=TCP").transport == .tcp)
    #expect(try TargetURI(parsing: "sip:h").transport == nil)
  }

  @Test(arguments: [
    ("", "is not a target"), ("bridge", "is not a target"), ("sips:h", "is not a target"),
    ("h:5060", "is not a target"),
    ("sip:", "has the host ``"), ("sip::5060", "has the host ``"), ("sip:h:", "has the port ``"),
    ("sip:h:0", "has the port `0`"), ("sip:h:65536", "has the port `65536`"),
    ("sip:h:+5", "has the port `+5`"),
    ("sip:h:5060x", "has the port `5060x`"), ("sip:u@h", "names a user"),
    ("sip:1.2.3", "has the host `1.2.3`"),
    ("sip:1.2.3.456", "has the host `1.2.3.456`"), ("sip:a..b", "has the host `a..b`"),
    ("sip:a b", "has the host `a b`"),
    ("sip:[::1", "has the host"), ("sip:[::1]5060", "has no port"), ("sip:[h]:1", "has the host `[h]`"),
    ("sip:h;transport=tls", "has the parameter `transport=tls`"), ("sip:h;lr", "has the parameter `lr`"),
    ("sip:h;", "has the parameter ``"), ("sip:h;transport", "has the parameter `transport`"),
  ])
  func `what is no target is refused with what would be one`(text: String, complaint: String) {
    let error = #expect(throws: TargetError.self) { try TargetPlan(parsing: text) }
    #expect(error?.description.contains("` \(complaint)") == true, "\(error?.description ?? "")")
    #expect(error?.description.hasSuffix("; write `embedded` or `sip:127.0.0.1:5060;transport=udp`") == true)
  }
}
