import LiveWorld
import SansIO
import Testing

/// `callbridge` refuses what it cannot use, in words.
@Suite(.serialized, .timeLimit(.minutes(2))) struct BridgeSettingTests {
  @Test(arguments: [
    ("SIP_ADDRESS", "localhost"), ("SIP_ADDRESS", "127.0.0.1"), ("PUBLIC_ADDRESS", "example.org"),
    ("RTP_ADDRESS", "x"),
    ("RTP_PORTS", "30000"), ("RTP_PORTS", "30001-30000"), ("RTP_PORTS", "80-90"), ("PORT", "65536"),
    ("PORT", "-1"),
    ("SILENCE_TIMEOUT", "soon"), ("SILENCE_TIMEOUT", "-1s"), ("MEDIA_TIMEOUT", "0"), ("MAX_CALLS", "0"),
    ("JITTER_BUFFER", "x"), ("LOG_LEVEL", "loud"), ("DISPATCH_RULES", "/no/such/file"),
  ])
  func `a setting that cannot be used is named with its value`(name: String, value: String) async throws {
    let (status, text) = try await Command.run("callbridge", ["serve"], environment: [name: value])
    #expect(status == .exited(104))
    #expect(text.contains(name))
    #expect(text.contains("\"\(value)\""))
    #expect(text.contains("expected"))
  }

  @Test func `a flag wins over its variable and is checked alike`() async throws {
    let (status, text) = try await Command.run(
      "callbridge", ["serve", "--silence-timeout", "soon"], environment: ["SILENCE_TIMEOUT": "10s"])
    #expect(status == .exited(104))
    #expect(text.contains("\"soon\""))
  }

  @Test(arguments: [
    (#"{"#, "JSON"), (#"{ "dispatchRules": [] }"#, "trunks"),
    (#"{ "trunks": [{ "inboundAddresses": [] }], "dispatchRules": [] }"#, "sipTrunkId"),
    (
      #"{ "trunks": [{ "sipTrunkId": "a", "inboundAddresses": ["1.2.3.4/99"] }], "dispatchRules": [] }"#,
      "1.2.3.4/99"
    ),
    (#"{ "trunks": [{ "sipTrunkId": "a", "authUsername": "u" }], "dispatchRules": [] }"#, "authPassword"),
    (#"{ "trunks": [], "dispatchRules": [{ "trunkIds": ["b"], "rule": {} }] }"#, "b"),
    (#"{ "trunks": [], "dispatchRules": [{ "rule": {} }] }"#, "dispatchRuleDirect"),
  ])
  func `a bad dispatch file is named with the field`(text: String, field: String) async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("dispatch.json", text)
    let outcome = try await Command.run("callbridge", ["serve"], environment: ["DISPATCH_RULES": path])
    #expect(outcome.status == .exited(104))
    #expect(outcome.text.contains(path))
    #expect(outcome.text.contains(field), "\(outcome.text)")
  }

  @Test func `an unknown flag is a wrong command line`() async throws {
    let (status, text) = try await Command.run("callbridge", ["serve", "--sipp", "127.0.0.1:0"])
    #expect(status == .exited(64))
    #expect(text.contains("--sipp"))
  }

  @Test func `a SIP port in use is named with what to do`() async throws {
    let holder = try UDPSocket(bind: TransportAddress(.loopback, 0))
    let address = "\(holder.boundAddress)"
    let (status, text) = try await Command.run(
      "callbridge", ["serve", "--sip", address, "--port", "0", "--http-address", "127.0.0.1"])
    #expect(status == .exited(1))
    #expect(text.contains(address))
    #expect(text.contains("in use"))
    withExtendedLifetime(holder) {}
  }

  @Test func `an HTTP port in use is named with what to do`() async throws {
    let holder = try TCPListener(bind: TransportAddress(.loopback, 0))
    let port = holder.boundAddress.port
    let (status, text) = try await Command.run(
      "callbridge",
      [
        "serve", "--sip", "127.0.0.1:0", "--ice-port", "0", "--port", "\(port)", "--http-address",
        "127.0.0.1",
      ])
    #expect(status == .exited(1))
    #expect(text.contains("127.0.0.1:\(port)"), "\(text)")
    #expect(text.contains("in use"))
    withExtendedLifetime(holder) {}
  }

  @Test func `a log that nobody can write ends nothing`() async throws {
    let holder = try TCPListener(bind: TransportAddress(.loopback, 0))
    // It logs that SIP is answered before the HTTP port turns out to be taken.
    let program = try Program(
      "/bin/sh",
      [
        "-c", #"exec "$0" "$@" > /dev/full"#, Programs.built("callbridge"), "serve", "--sip", "127.0.0.1:0",
        "--ice-port", "0", "--port", "\(holder.boundAddress.port)", "--http-address", "127.0.0.1",
      ])
    #expect(try await program.exit() == .exited(1))
    #expect(program.text.contains("in use"), "\(program.text)")
    withExtendedLifetime(holder) {}
  }

  @Test func `SIGTERM hangs up the calls that are up`() async throws {
    let bridge = try await BridgeProgram.start(["SILENCE_TIMEOUT": "off"])
    let caller = try SIPp.call(
      bridge.sip, "caller-with-phone", arguments: ["-key", "phone", "\(Ports.one())"])
    try await bridge.log("call answered", count: 1)
    // Proof that SIPp's ACK has been read: it was sent before this question.
    try await SIPp.call(bridge.sip, "asks-options").success()
    try await bridge.stop()
    try await caller.success()
    #expect(bridge.log("call ended").map { $0["cause"] } == ["shutdown"])
  }
}
