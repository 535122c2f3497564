import COpenSSL

/// Message digests by OpenSSL's EVP.
public enum Digest {
  /// The 16 bytes of MD5 (RFC 1321). Only for protocols that demand it; it protects nothing by itself.
  public static func md5(_ bytes: [UInt8]) -> [UInt8] {
    hash(bytes, with: EVP_md5(), length: 16)
  }

  /// The 20 bytes of SHA-1 (FIPS 180-4). Only for protocols that demand it.
  public static func sha1(_ bytes: [UInt8]) -> [UInt8] {
    // Not by EVP, which searches the providers each time: each WebSocket handshake needs it.
    [UInt8](unsafeUninitializedCapacity: 20) { output, count in
      var state = SHA_CTX()
      SHA1_Init(&state)
      SHA1_Update(&state, bytes, bytes.count)
      SHA1_Final(output.baseAddress, &state)
      count = 20
    }
  }

  /// The 32 bytes of SHA-256 (FIPS 180-4).
  public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    hash(bytes, with: EVP_sha256(), length: 32)
  }

  private static func hash(_ bytes: [UInt8], with algorithm: OpaquePointer?, length: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: length) { output, count in
      let done = EVP_Digest(bytes, bytes.count, output.baseAddress, nil, algorithm, nil)
      precondition(done == 1, "OpenSSL refuses a digest of \(length) bytes: is its default provider loaded?")
      count = length
    }
  }
}
