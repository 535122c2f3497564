import Bridge
import BridgeServer
import PhoneLeg
import SansIO
import Testing

@Suite struct ServerSettingsTests {
  /// The settings with one variable set.
  private func settings(_ name: String, _ value: String) throws -> ServerSettings {
    try ServerSettings(environment: [name: value])
  }

  @Test func `without variables the defaults hold`() throws {
    let settings = try ServerSettings(environment: [:])
    #expect(settings.sipAddress.description == "0.0.0.0:5060")
    #expect(settings.publicAddress == nil)
    #expect(settings.rtpAddress == .anyV4)
    #expect(settings.rtpPorts.bounds == 20_000...24_999)
    #expect(settings.httpPort == 3_001)
    #expect(settings.httpAddress == .anyV4)
    #expect(settings.dispatchRules == nil)
    #expect(settings.silenceTimeout == .seconds(10))
    #expect(settings.mediaTimeout == .seconds(30))
    #expect(settings.maximumCalls == 2_000)
    #expect(settings.jitterBuffer == .milliseconds(20))
    #expect(settings.logLevel == "info")
  }

  @Test func `every variable sets what its name says`() throws {
    let environment = [
      "SIP_ADDRESS": "127.0.0.1:5070", "PUBLIC_ADDRESS": "203.0.113.10", "RTP_ADDRESS": "::1",
      "RTP_PORTS": "30000-30099", "PORT": "8080", "HTTP_ADDRESS": "127.0.0.1", "DISPATCH_RULES": "rules.json",
      "SILENCE_TIMEOUT": "8s", "MEDIA_TIMEOUT": "1min", "MAX_CALLS": "5", "JITTER_BUFFER": "60ms",
      "LOG_LEVEL": "debug", "ICE_PORT": "17882", "ICE_PUBLIC": "203.0.113.11:40000", "LIVEKIT_PORT": "7880",
      "LIVEKIT_API_KEY": "key", "LIVEKIT_API_SECRET": "secret", "ROOM_ENDS": "when-empty",
      "TOKEN_RATE": "6000",
    ]
    #expect(Set(environment.keys) == Set(ServerSettings.variables))
    let settings = try ServerSettings(environment: environment)
    #expect(settings.sipAddress.description == "127.0.0.1:5070")
    #expect(settings.publicAddress?.description == "203.0.113.10")
    #expect(settings.rtpAddress.description == "::1")
    #expect(settings.rtpPorts.bounds == 30_000...30_099)
    #expect(settings.icePort == 17_882)
    #expect(settings.icePublic?.description == "203.0.113.11:40000")
    #expect(settings.signallingPort == 7_880)
    #expect(settings.tokenKey?.key == "key")
    #expect(settings.tokenKey?.secret == "secret")
    #expect(settings.tokensPerMinute == 6_000)
    #expect(settings.roomEnds == .whenEmpty)
    #expect(settings.httpPort == 8_080)
    #expect(settings.httpAddress == .loopback)
    #expect(settings.dispatchRules == "rules.json")
    #expect(settings.silenceTimeout == .seconds(8))
    #expect(settings.mediaTimeout == .seconds(60))
    #expect(settings.maximumCalls == 5)
    #expect(settings.jitterBuffer == .milliseconds(60))
    #expect(settings.logLevel == "debug")
  }

  @Test func `a limit that is off is none`() throws {
    #expect(try settings("TOKEN_RATE", "off").tokensPerMinute == nil)
    #expect(try settings("TOKEN_RATE", "").tokensPerMinute == 3_000)
  }

  @Test func `a public ICE address without a port keeps the bound one`() throws {
    #expect(try settings("ICE_PUBLIC", "203.0.113.11").icePublic?.port == 0)
  }

  @Test(arguments: ["LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"])
  func `a key without its secret cannot be used, nor a secret without its key`(name: String) {
    #expect(throws: SettingError.self) { try settings(name, "something") }
  }

  @Test(arguments: ServerSettings.variables)
  func `an empty value counts as not set`(name: String) throws {
    #expect(throws: Never.self) { try settings(name, "") }
  }

  @Test(
    arguments: [
      ("500ms", 500), ("10s", 10_000), ("2min", 120_000), ("7", 7_000), ("0.25", 250), ("1.5s", 1_500),
      ("86400", 86_400_000),
    ] as [(String, Int64)])
  func `lengths of time have units`(text: String, milliseconds: Int64) throws {
    #expect(try settings("SILENCE_TIMEOUT", text).silenceTimeout == .milliseconds(milliseconds))
    #expect(try settings("MEDIA_TIMEOUT", text).mediaTimeout == .milliseconds(milliseconds))
  }

  @Test func `the silence time-out can be switched off and the others cannot`() throws {
    #expect(try settings("SILENCE_TIMEOUT", "off").silenceTimeout == nil)
    #expect(throws: SettingError.self) { try settings("MEDIA_TIMEOUT", "off") }
  }

  @Test(arguments: [("JITTER_BUFFER", "250ms"), ("PORT", "0"), ("PORT", "65535"), ("MAX_CALLS", "1000000")])
  func `values at the edge are taken`(name: String, value: String) {
    #expect(throws: Never.self) { try settings(name, value) }
  }

  private static let time = "a length of time such as 10s or 500ms"

  @Test(arguments: [
    ("SIP_ADDRESS", "localhost:5060", "an address with a port, such as 0.0.0.0:5060"),
    ("SIP_ADDRESS", "127.0.0.1", "an address with a port, such as 0.0.0.0:5060"),
    ("PUBLIC_ADDRESS", "example.com", "a numeric IP address, such as 203.0.113.10"),
    ("RTP_ADDRESS", "127.0.0.1:20000", "a numeric IP address, such as 203.0.113.10"),
    ("HTTP_ADDRESS", "*", "a numeric IP address, such as 203.0.113.10"),
    ("RTP_PORTS", "20000", "a range of UDP ports above 1023, such as 20000-24999"),
    ("RTP_PORTS", "1000-2000", "a range of UDP ports above 1023, such as 20000-24999"),
    ("PORT", "http", "a whole number from 0 to 65535"), ("PORT", "65536", "a whole number from 0 to 65535"),
    ("PORT", "-1", "a whole number from 0 to 65535"), ("MAX_CALLS", "0", "a whole number from 1 to 1000000"),
    ("MAX_CALLS", "1.5", "a whole number from 1 to 1000000"), ("SILENCE_TIMEOUT", "ten", "\(time), or off"),
    ("SILENCE_TIMEOUT", "0", "\(time), or off"), ("SILENCE_TIMEOUT", "-1s", "\(time), or off"),
    ("SILENCE_TIMEOUT", "nan", "\(time), or off"), ("SILENCE_TIMEOUT", "0.1ns", "\(time), or off"),
    ("SILENCE_TIMEOUT", "1e-12", "\(time), or off"), ("MEDIA_TIMEOUT", "inf", time),
    ("MEDIA_TIMEOUT", "10 s", time),
    ("MEDIA_TIMEOUT", "86401s", time), ("MEDIA_TIMEOUT", "s", time),
    ("JITTER_BUFFER", "251ms", "a length of time up to 250ms, such as 20ms"),
    ("JITTER_BUFFER", "deep", "a length of time up to 250ms, such as 20ms"),
    ("LOG_LEVEL", "loud", "one of trace, debug, info, notice, warning, error, critical"),
    ("LOG_LEVEL", "INFO", "one of trace, debug, info, notice, warning, error, critical"),
  ])
  func `a wrong value is named with what would be right`(name: String, value: String, expected: String) {
    let error = #expect(throws: SettingError.self) { try settings(name, value) }
    #expect(error == SettingError(setting: name, value: value, expected: expected))
    #expect(error?.description == "\(name): \"\(value)\" cannot be used; expected \(expected)")
  }
}
