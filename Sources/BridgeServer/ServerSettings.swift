public import Bridge
public import PhoneLeg
public import SansIO

/// Everything `callbridge serve` can be told, read from environment variables; flags set the same variables.
public struct ServerSettings: Sendable {
  /// Where SIP is bound, UDP and TCP.
  public var sipAddress = TransportAddress(.anyV4, 5060)
  /// Address told to callers in Contact and SDP; `nil` means the bound one, or for 0.0.0.0 this machine's own.
  public var publicAddress: IPAddress?
  /// Where the audio ports are bound.
  public var rtpAddress = IPAddress.anyV4
  /// The audio ports.
  public var rtpPorts = PortRange(20000...24999)
  /// UDP port of all participants' media; STUN, DTLS and SRTP share it.
  public var icePort: UInt16 = 7882
  /// What ICE candidates name instead of the bound address; port 0 means the bound one.
  public var icePublic: TransportAddress?
  /// Key and secret of the access tokens; `nil` means a pair of this process's own, for the tokens of `/api/token`.
  public var tokenKey: (key: String, secret: String)?
  /// Tokens that `/api/token` gives to one client address in a minute; `nil` for any number.
  public var tokensPerMinute: Int? = 3000
  /// When a room is over: with its last phone call, or when the last of all leaves.
  public var roomEnds = RoomEnd.withCall
  /// Port of the HTTP API and of the rooms' signalling.
  public var httpPort: UInt16 = 3001
  /// A second port of the same, where LiveKit's users look for signalling; `nil` for none.
  public var signallingPort: UInt16?
  /// Address of the HTTP API.
  public var httpAddress = IPAddress.anyV4
  /// File of trunks and dispatch rules; `nil` means that this machine's own addresses may call any room.
  public var dispatchRules: String?
  /// Silence that ends a call; `nil` never.
  public var silenceTimeout: Interval? = .seconds(10)
  /// Time without any packet that ends a call.
  public var mediaTimeout = Interval.seconds(30)
  /// More calls are refused.
  public var maximumCalls = 2000
  /// Depth of the callers' jitter buffers, at most 250 ms.
  public var jitterBuffer = Interval.milliseconds(20)
  /// Least severe log line written.
  public var logLevel = "info"

  /// The settings that hold when nothing is set.
  public init() {}

  /// The names of all variables, for help and for checks.
  public static let variables = [
    "SIP_ADDRESS", "PUBLIC_ADDRESS", "RTP_ADDRESS", "RTP_PORTS", "ICE_PORT", "ICE_PUBLIC", "LIVEKIT_API_KEY",
    "LIVEKIT_API_SECRET", "LIVEKIT_PORT", "TOKEN_RATE", "ROOM_ENDS", "PORT", "HTTP_ADDRESS", "DISPATCH_RULES",
    "SILENCE_TIMEOUT", "MEDIA_TIMEOUT", "MAX_CALLS", "JITTER_BUFFER", "LOG_LEVEL",
  ]

  /// Reads the settings from `environment`; an empty value counts as not set.
  /// - Throws: `SettingError` for the first value that cannot be used.
  public init(environment: [String: String]) throws(SettingError) {
    let read = SettingReader(environment)
    sipAddress = try read.address("SIP_ADDRESS") ?? sipAddress
    publicAddress = try read.ip("PUBLIC_ADDRESS")
    rtpAddress = try read.ip("RTP_ADDRESS") ?? rtpAddress
    rtpPorts = try read.ports("RTP_PORTS") ?? rtpPorts
    icePort = try read.integer("ICE_PORT", in: 0...65535).map { UInt16($0) } ?? icePort
    icePublic = try read.addressOrIP("ICE_PUBLIC")
    tokenKey = try read.keyPair("LIVEKIT_API_KEY", "LIVEKIT_API_SECRET")
    signallingPort = try read.integer("LIVEKIT_PORT", in: 0...65535).map { UInt16($0) }
    tokensPerMinute = try read.optionalInteger("TOKEN_RATE", in: 1...1_000_000) ?? tokensPerMinute
    roomEnds = try read.roomEnd("ROOM_ENDS") ?? roomEnds
    httpPort = try read.integer("PORT", in: 0...65535).map { UInt16($0) } ?? httpPort
    httpAddress = try read.ip("HTTP_ADDRESS") ?? httpAddress
    dispatchRules = read.text("DISPATCH_RULES")
    silenceTimeout = try read.optionalInterval("SILENCE_TIMEOUT") ?? silenceTimeout
    mediaTimeout = try read.interval("MEDIA_TIMEOUT") ?? mediaTimeout
    maximumCalls = try read.integer("MAX_CALLS", in: 1...1_000_000) ?? maximumCalls
    jitterBuffer = try read.jitterBuffer("JITTER_BUFFER") ?? jitterBuffer
    logLevel = try read.logLevel("LOG_LEVEL") ?? logLevel
  }
}
