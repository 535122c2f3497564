public import SansIO

/// A STUN message (RFC 8489 §5) with the attributes that connectivity checks use (RFC 8445 §7.1).
///
/// A plain value. Reading ignores optional attributes that are not listed here (SOFTWARE, NETWORK-COST and
/// the like) and collects the types of unknown ones that must be understood; writing writes what is set.
public struct STUNMessage: Hashable, Sendable {
  /// What kind of message of its method this is.
  public enum Class: UInt16, Hashable, Sendable {
    case request = 0
    case indication = 1
    case success = 2
    case failure = 3
  }

  /// The only method of connectivity checks.
  public static let binding: UInt16 = 1
  /// Bytes 4...7 of every message.
  static let cookie: UInt32 = 0x2112_A442
  /// XORed into the checksum, so that it differs from one of an outer protocol.
  static let fingerprintMask: UInt32 = 0x5354_554E
  static let headerBytes = 20
  /// The longest USERNAME: two fragments of 256 characters and a colon (RFC 8839 §5.4).
  static let longestUsername = 513
  /// So many types of unknown attributes are remembered and reported; RFC 8489 asks for no certain number.
  static let mostUnknown = 16

  /// The method, 0...0xFFF; from a socket that STUN shares, 0...0xFF (RFC 7983).
  public var method: UInt16
  /// Request, indication, success or failure.
  public var messageClass: Class
  /// Ties responses to requests.
  public var transaction: TransactionID
  /// USERNAME: in a check, the receiver's fragment, a colon, the sender's fragment.
  public var username: [UInt8]?
  /// PRIORITY: that of the peer-reflexive candidate which the check may reveal.
  public var priority: UInt32?
  /// ICE-CONTROLLING or ICE-CONTROLLED.
  public var role: ICERole?
  /// USE-CANDIDATE: the controlling side nominates the pair.
  public var usesCandidate = false
  /// XOR-MAPPED-ADDRESS: where the request came from, as the answering side sees it.
  public var mappedAddress: TransportAddress?
  /// ERROR-CODE, 300...699.
  public var errorCode: Int?
  /// UNKNOWN-ATTRIBUTES: what the answering side did not understand.
  public var unknownAttributes: [UInt16] = []
  /// After reading: types below 0x8000 that are not known here; a request with any gets error 420.
  public internal(set) var notUnderstood: [UInt16] = []
  /// After reading: where in its datagram MESSAGE-INTEGRITY begins.
  public internal(set) var integrityOffset: Int?
  /// After reading: whether a FINGERPRINT was there, and right.
  public internal(set) var hasFingerprint = false

  /// A message without attributes.
  public init(_ messageClass: Class, method: UInt16 = STUNMessage.binding, transaction: TransactionID) {
    precondition(method <= 0xFFF, "STUN method \(method); methods have 12 bits")
    self.method = method
    self.messageClass = messageClass
    self.transaction = transaction
  }

  /// Whether `datagram` starts like a STUN message: a full header whose first byte is 0...3, with the cookie.
  public static func isSTUN(_ datagram: Span<UInt8>) -> Bool {
    datagram.count >= headerBytes && datagram[0] <= 3 && word(at: 4, in: datagram) == cookie
  }

  static func half(at offset: Int, in bytes: Span<UInt8>) -> UInt16 {
    UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
  }

  static func word(at offset: Int, in bytes: Span<UInt8>) -> UInt32 {
    UInt32(half(at: offset, in: bytes)) << 16 | UInt32(half(at: offset + 2, in: bytes))
  }

  static func double(at offset: Int, in bytes: Span<UInt8>) -> UInt64 {
    UInt64(word(at: offset, in: bytes)) << 32 | UInt64(word(at: offset + 4, in: bytes))
  }
}
