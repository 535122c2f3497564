/// How a stream of RTP is protected (RFC 5764 section 4.1.2, RFC 7714 section 14.2).
public enum SRTPProfile: Hashable, Sendable, CaseIterable {
  /// AES-128 in counter mode with an HMAC-SHA-1 tag of 80 bits.
  case aesCM128HMACSHA1_80
  /// AES-128 in Galois/counter mode with a tag of 128 bits.
  case aeadAES128GCM

  /// The length of a master key, in bytes.
  public var keySize: Int { 16 }

  /// The length of a master salt, in bytes.
  public var saltSize: Int {
    switch self {
    case .aesCM128HMACSHA1_80: 14
    case .aeadAES128GCM: 12
    }
  }

  /// By how many bytes protection makes an RTP packet longer; an RTCP packet becomes 4 more bytes longer.
  public var overhead: Int {
    switch self {
    case .aesCM128HMACSHA1_80: 10
    case .aeadAES128GCM: 16
    }
  }

  /// The name that OpenSSL gives it.
  var name: String {
    switch self {
    case .aesCM128HMACSHA1_80: "SRTP_AES128_CM_SHA1_80"
    case .aeadAES128GCM: "SRTP_AEAD_AES_128_GCM"
    }
  }

  /// Its number in the use_srtp extension.
  var code: UInt {
    switch self {
    case .aesCM128HMACSHA1_80: 1
    case .aeadAES128GCM: 7
    }
  }

  /// The profile of a number in the use_srtp extension; `nil` when it is not one of ours.
  init?(code: UInt) {
    guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = known
  }
}
