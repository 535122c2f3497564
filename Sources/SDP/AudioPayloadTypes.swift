/// Which payload type number carries what, in one direction of a stream; `nil` for what is not in use.
public struct AudioPayloadTypes: Hashable, Sendable {
  /// G.711 µ-law.
  public var pcmu: UInt8?
  /// G.711 A-law.
  public var pcma: UInt8?
  /// Telephone events at 8 kHz (RFC 4733).
  public var telephoneEvent: UInt8?
  /// Comfort noise at 8 kHz (RFC 3389).
  public var comfortNoise: UInt8?

  /// Makes a table.
  public init(
    pcmu: UInt8? = nil, pcma: UInt8? = nil, telephoneEvent: UInt8? = nil, comfortNoise: UInt8? = nil
  ) {
    self.pcmu = pcmu
    self.pcma = pcma
    self.telephoneEvent = telephoneEvent
    self.comfortNoise = comfortNoise
  }

  /// The number that carries `codec`.
  public func payloadType(of codec: AudioCodec) -> UInt8? {
    switch codec {
    case .pcmu: pcmu
    case .pcma: pcma
    }
  }

  /// The codec that `payloadType` carries; `nil` for events, noise and foreign numbers.
  public func codec(of payloadType: UInt8) -> AudioCodec? {
    if payloadType == pcmu { return .pcmu }
    return payloadType == pcma ? .pcma : nil
  }
}
