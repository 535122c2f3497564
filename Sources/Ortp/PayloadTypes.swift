/// The payload type numbers that a call agreed on for what it receives; `nil` for what is not in use.
public struct PayloadTypes: Hashable, Sendable {
  /// G.711 µ-law at 8 kHz.
  public var pcmu: UInt8?
  /// G.711 A-law at 8 kHz.
  public var pcma: UInt8?
  /// Telephone events at 8 kHz (RFC 4733).
  public var telephoneEvent: UInt8?
  /// Comfort noise at 8 kHz (RFC 3389).
  public var comfortNoise: UInt8?

  /// Makes a table.
  public init(pcmu: UInt8? = 0, pcma: UInt8? = 8, telephoneEvent: UInt8? = nil, comfortNoise: UInt8? = 13) {
    self.pcmu = pcmu
    self.pcma = pcma
    self.telephoneEvent = telephoneEvent
    self.comfortNoise = comfortNoise
  }

  /// The fixed number under which oRTP is told of `payloadType`; `nil` when the call did not agree on it.
  func ortpNumber(of payloadType: UInt8) -> UInt8? {
    switch payloadType {
    case pcmu: OrtpLibrary.PayloadNumber.pcmu
    case pcma: OrtpLibrary.PayloadNumber.pcma
    case telephoneEvent: OrtpLibrary.PayloadNumber.telephoneEvent
    case comfortNoise: OrtpLibrary.PayloadNumber.comfortNoise
    default: nil
    }
  }
}
