import COpenSSL

/// AES-128 in counter mode (NIST SP 800-38A section 6.5), keyed once and used for many messages.
///
/// The OpenSSL context keeps the expanded key; a message only sets the counter, so nothing is allocated.
/// Encryption and decryption are the same. Use from one thread at a time.
public final class CounterModeCipher {
  /// The length of a key, in bytes.
  public static let keySize = 16

  private let context: OpaquePointer

  /// Expands `key`, which has 16 bytes.
  public init(key: [UInt8]) {
    precondition(key.count == Self.keySize, "an AES-128 key has 16 bytes, not \(key.count)")
    guard let cipher = FetchedCipher.counterMode, let context = EVP_CIPHER_CTX_new() else {
      preconditionFailure("OpenSSL has no AES-128-CTR or no memory: is its default provider loaded?")
    }
    let done = EVP_EncryptInit_ex(context, cipher, nil, key, nil)
    precondition(done == 1, "OpenSSL refuses AES-128-CTR: is its default provider loaded?")
    self.context = context
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Combines `bytes[start...]` in place with the key stream that begins at `counter` (big-endian).
  public func apply(counter: [16 of UInt8], to bytes: inout [UInt8], from start: Int) {
    precondition(start >= 0 && start <= bytes.count, "byte \(start) is not within \(bytes.count) bytes")
    bytes.withUnsafeMutableBufferPointer { bytes in
      guard start < bytes.count, let base = bytes.baseAddress else { return }
      var length: Int32 = 0
      let done = counter.span.withUnsafeBufferPointer { counter in
        EVP_EncryptInit_ex(context, nil, nil, nil, counter.baseAddress) == 1
          && EVP_EncryptUpdate(context, base + start, &length, base + start, Int32(bytes.count - start)) == 1
      }
      precondition(done, "OpenSSL fails in AES-128-CTR")
    }
  }
}
