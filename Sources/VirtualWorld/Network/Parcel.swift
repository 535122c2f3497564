public import SansIO

/// What travels through the virtual network.
public struct Parcel: Sendable {
  /// What it is, and so which link it takes.
  public enum Kind: Sendable, Equatable {
    /// A SIP datagram.
    case sip
    /// A piece of a SIP byte stream.
    case sipStream
    /// A datagram of a phone leg (RTP, RTCP) or of a room leg.
    case media(MediaKind)
  }

  /// What it is.
  public var kind: Kind
  /// Where it was sent from.
  public var from: TransportAddress
  /// Where it goes.
  public var to: TransportAddress
  /// The bytes.
  public var bytes: [UInt8]

  /// A parcel on its way.
  public init(kind: Kind, from: TransportAddress, to: TransportAddress, bytes: [UInt8]) {
    self.kind = kind
    self.from = from
    self.to = to
    self.bytes = bytes
  }
}
