import COpenSSL

/// Keyed digests (HMAC, RFC 2104) by OpenSSL.
public enum MessageAuthentication {
  /// The 32 bytes of HMAC-SHA-256 of `message` under `key`.
  public static func sha256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    hmacSHA256(key: key, message: message)
  }

  /// The 20 bytes of HMAC-SHA-1 of `message` under `key` (STUN's MESSAGE-INTEGRITY, RFC 8489 section 14.5).
  public static func hmacSHA1(key: [UInt8], message: [UInt8]) -> [UInt8] {
    hmacSHA1(key: key, message: message.span)
  }

  /// The 20 bytes of HMAC-SHA-1 of `message` under `key`, for a message that is part of a larger buffer.
  public static func hmacSHA1(key: [UInt8], message: Span<UInt8>) -> [UInt8] {
    let code = HMACSHA1(key: key).code(of: message)
    return code.indices.map { code[$0] }
  }

  /// The 32 bytes of HMAC-SHA-256 of `message` under `key`.
  public static func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
    hmacSHA256(key: key, message: message.span)
  }

  /// The 32 bytes of HMAC-SHA-256 of `message` under `key`, for a message that is part of a larger buffer.
  public static func hmacSHA256(key: [UInt8], message: Span<UInt8>) -> [UInt8] {
    code(of: message, key: key, with: EVP_sha256(), length: 32)
  }

  /// Whether two byte strings are equal, in a time that tells nothing about where they differ.
  public static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    areEqual(a.span, b.span)
  }

  /// Whether two byte strings are equal, in a time that tells nothing about where they differ.
  public static func areEqual(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for index in a.indices { difference |= a[index] ^ b[index] }
    return difference == 0
  }

  private static func code(
    of message: Span<UInt8>, key: [UInt8], with algorithm: OpaquePointer?, length: Int
  ) -> [UInt8] {
    // OpenSSL takes a null key for "the key of before"; an empty key must still point somewhere.
    let key = key.isEmpty ? [0] : key
    let keyLength = key.count
    return [UInt8](unsafeUninitializedCapacity: length) { output, count in
      let done = message.withUnsafeBufferPointer { message in
        HMAC(
          algorithm, key, Int32(keyLength), message.baseAddress, message.count, output.baseAddress, nil)
      }
      precondition(done != nil, "OpenSSL refuses an HMAC of \(length) bytes: is its default provider loaded?")
      count = length
    }
  }
}
