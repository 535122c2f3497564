public import SansIO

/// An address at which a side may be reached, as `a=candidate` carries it (RFC 8839 §5.1).
public struct ICECandidate: Hashable, Sendable {
  /// How the address was learnt (RFC 8445 §4).
  public enum Kind: String, Hashable, Sendable {
    case host
    case serverReflexive = "srflx"
    case peerReflexive = "prflx"
    case relay

    /// The recommended type preference, 0...126 (RFC 8445 §5.1.2.2).
    var preference: UInt32 {
      switch self {
      case .host: 126
      case .peerReflexive: 110
      case .serverReflexive: 100
      case .relay: 0
      }
    }
  }

  /// The transport protocol; the agents here check UDP only.
  public enum Transport: String, Hashable, Sendable { case udp, tcp }

  /// Equal for candidates of the same kind, host and server: 1...32 ICE characters.
  public var foundation: String
  /// 1 for RTP and everything multiplexed with it; up to 256.
  public var component: UInt16
  /// UDP or TCP.
  public var transport: Transport
  /// Higher is tried earlier: 1...2^31-1.
  public var priority: UInt32
  /// Where to send.
  public var address: TransportAddress
  /// How it was learnt.
  public var kind: Kind

  /// A host candidate for UDP, RTP and RTCP on one port.
  public init(host address: TransportAddress, foundation: String = "1", localPreference: UInt16 = .max) {
    precondition(
      (1...32).contains(foundation.utf8.count)
        && foundation.utf8.allSatisfy(ICECredentials.isICECharacter),
      "foundation \(foundation); it takes 1 to 32 letters, digits, + or /")
    self.foundation = foundation
    component = 1
    transport = .udp
    priority = Self.priority(.host, localPreference: localPreference, component: 1)
    self.address = address
    kind = .host
  }

  /// 2^24 x type preference + 2^8 x local preference + (256 - component) (RFC 8445 §5.1.2.1).
  public static func priority(_ kind: Kind, localPreference: UInt16, component: UInt16) -> UInt32 {
    precondition((1...256).contains(component), "component \(component); components are 1 to 256")
    return kind.preference << 24 | UInt32(localPreference) << 8 + UInt32(256 - component)
  }
}
