/// One codec of a section: what a payload type number stands for.
public struct WebCodec: Hashable, Sendable {
  /// The number, 0...127.
  public var payloadType: UInt8
  /// The encoding name as written, e.g. `opus`; compared without regard to case.
  public var name: String
  /// Ticks per second of the RTP clock; 48,000 for Opus.
  public var clockRate: Int
  /// Channels; 1 where none are written, 2 for Opus (RFC 7587 §7).
  public var channels: Int
  /// The value of `a=fmtp` behind the number, e.g. `minptime=10;useinbandfec=1`.
  public var parameters: String?

  /// Makes a codec.
  public init(
    payloadType: UInt8, name: String, clockRate: Int, channels: Int = 1, parameters: String? = nil
  ) {
    self.payloadType = payloadType
    self.name = name
    self.clockRate = clockRate
    self.channels = channels
    self.parameters = parameters
  }

  /// Opus as WebRTC offers it, by default under number 111.
  public static func opus(
    payloadType: UInt8 = 111, parameters: String? = "minptime=10;useinbandfec=1"
  ) -> WebCodec {
    WebCodec(payloadType: payloadType, name: "opus", clockRate: 48_000, channels: 2, parameters: parameters)
  }

  /// G.711 µ-law, number 0.
  public static var pcmu: WebCodec { WebCodec(payloadType: 0, name: "PCMU", clockRate: 8_000) }

  /// G.711 A-law, number 8.
  public static var pcma: WebCodec { WebCodec(payloadType: 8, name: "PCMA", clockRate: 8_000) }

  /// Whether this is Opus.
  public var isOpus: Bool { name.lowercased() == "opus" && clockRate == 48_000 }

  /// The same encoding as `other`, whatever the numbers and parameters.
  public func isSameEncoding(as other: WebCodec) -> Bool {
    name.lowercased() == other.name.lowercased() && clockRate == other.clockRate && channels == other.channels
  }

  /// The value of `a=rtpmap`.
  var mapping: String {
    "\(payloadType) \(name)/\(clockRate)" + (channels > 1 ? "/\(channels)" : "")
  }
}
