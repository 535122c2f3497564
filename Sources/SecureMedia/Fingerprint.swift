/// The digest of a certificate, as SDP's `fingerprint` attribute carries it (RFC 8122 section 5).
public struct Fingerprint: Hashable, Sendable {
  /// The hash functions that SDP names and that are not broken (RFC 8122 section 5).
  public enum Hash: String, Hashable, Sendable, CaseIterable {
    /// 20 bytes.
    case sha1 = "sha-1"
    /// 32 bytes; what WebRTC uses.
    case sha256 = "sha-256"
    /// 48 bytes.
    case sha384 = "sha-384"
    /// 64 bytes.
    case sha512 = "sha-512"

    /// The length of a digest, in bytes.
    public var size: Int {
      switch self {
      case .sha1: 20
      case .sha256: 32
      case .sha384: 48
      case .sha512: 64
      }
    }
  }

  /// How `bytes` were made of the certificate.
  public let hash: Hash
  /// The digest of the certificate's DER form.
  public let bytes: [UInt8]

  /// Takes a digest; `bytes` must be as long as `hash` makes them.
  public init(hash: Hash, bytes: [UInt8]) {
    precondition(bytes.count == hash.size, "\(hash.rawValue) has \(hash.size) bytes, not \(bytes.count)")
    self.hash = hash
    self.bytes = bytes
  }

  /// Reads the attribute's value, `sha-256 AB:CD:…`; the case of letters does not matter.
  ///
  /// `nil` when the hash function is unknown, or what follows is not its number of bytes in hexadecimal,
  /// separated by colons.
  public init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, let hash = Hash(rawValue: parts[0].lowercased()) else { return nil }
    let digits = Array(parts[1].utf8)
    guard digits.count == 3 * hash.size - 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hash.size)
    for start in stride(from: 0, to: digits.count, by: 3) {
      guard let high = Self.nibble(digits[start]), let low = Self.nibble(digits[start + 1]),
        start + 2 == digits.count || digits[start + 2] == UInt8(ascii: ":")
      else { return nil }
      bytes.append(high << 4 | low)
    }
    self.init(hash: hash, bytes: bytes)
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

extension Fingerprint: CustomStringConvertible {
  /// The attribute's value: hash name and upper-case bytes separated by colons.
  public var description: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text = Array("\(hash.rawValue) ".utf8)
    for (index, byte) in bytes.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ":")) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
