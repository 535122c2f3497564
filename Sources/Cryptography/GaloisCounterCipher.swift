import COpenSSL

/// AES-128 in Galois/counter mode (NIST SP 800-38D), keyed once and used for many messages.
///
/// The OpenSSL context keeps the expanded key; a message only sets the nonce, so nothing is allocated. A
/// nonce must never be used for two messages under one key. Use from one thread at a time.
public final class GaloisCounterCipher {
  /// The length of a key, in bytes.
  public static let keySize = 16
  /// The length of a tag, in bytes.
  public static let tagSize = 16

  private let context: OpaquePointer

  /// Expands `key`, which has 16 bytes, for sealing or for opening.
  public init(key: [UInt8]) {
    precondition(key.count == Self.keySize, "an AES-128 key has 16 bytes, not \(key.count)")
    guard let cipher = FetchedCipher.galoisCounterMode, let context = EVP_CIPHER_CTX_new() else {
      preconditionFailure("OpenSSL has no AES-128-GCM or no memory: is its default provider loaded?")
    }
    let done = EVP_EncryptInit_ex(context, cipher, nil, key, nil)
    precondition(done == 1, "OpenSSL refuses AES-128-GCM: is its default provider loaded?")
    self.context = context
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Encrypts `message[header...]` in place and appends the tag of 16 bytes.
  ///
  /// Authenticated but left clear are the first `header` bytes, followed by the big-endian bytes of `suffix`
  /// (which does not become part of the message) when there is one.
  public func seal(_ message: inout [UInt8], header: Int, suffix: UInt32? = nil, nonce: [12 of UInt8]) {
    precondition(header >= 0 && header <= message.count, "\(header) clear bytes of \(message.count)")
    let end = message.count
    message.append(contentsOf: repeatElement(0, count: Self.tagSize))
    message.withUnsafeMutableBufferPointer { message in
      guard let base = message.baseAddress else { return }
      var length: Int32 = 0
      let done =
        begin(sealing: true, nonce) && authenticate(base, header, suffix)
        && (header == end
          || EVP_CipherUpdate(context, base + header, &length, base + header, Int32(end - header)) == 1)
        && EVP_CipherFinal_ex(context, base + end, &length) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagSize), base + end) == 1
      precondition(done, "OpenSSL fails in AES-128-GCM")
    }
  }

  /// Verifies and decrypts `message` over `plain`: the clear header, then the decrypted bytes, without the
  /// tag.
  ///
  /// False, and `plain` empty, when the message is too short or the tag is not the right one.
  public func open(
    _ message: Span<UInt8>, header: Int, suffix: UInt32? = nil, nonce: [12 of UInt8],
    into plain: inout [UInt8]
  ) -> Bool {
    precondition(header >= 0, "\(header) clear bytes; 0 or more")
    let end = message.count - Self.tagSize
    guard header <= end else {
      plain.removeAll(keepingCapacity: true)
      return false
    }
    plain.replace(with: message.extracting(0..<end))
    let isAuthentic = plain.withUnsafeMutableBufferPointer { plain in
      message.withUnsafeBufferPointer { message in
        guard let base = message.baseAddress else { return false }
        // OpenSSL only reads the tag, but its control call takes all pointers as writable.
        let tag = UnsafeMutablePointer(mutating: base + end)
        var length: Int32 = 0
        var none: UInt8 = 0
        return begin(sealing: false, nonce) && authenticate(base, header, suffix)
          && (header == end
            || EVP_CipherUpdate(
              context, plain.baseAddress! + header, &length, base + header, Int32(end - header)) == 1)
          && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagSize), tag) == 1
          && EVP_CipherFinal_ex(context, &none, &length) == 1
      }
    }
    if !isAuthentic { plain.removeAll(keepingCapacity: true) }
    return isAuthentic
  }

  private func begin(sealing: Bool, _ nonce: [12 of UInt8]) -> Bool {
    nonce.span.withUnsafeBufferPointer {
      EVP_CipherInit_ex(context, nil, nil, nil, $0.baseAddress, sealing ? 1 : 0) == 1
    }
  }

  private func authenticate(_ base: UnsafePointer<UInt8>, _ header: Int, _ suffix: UInt32?) -> Bool {
    var length: Int32 = 0
    if header > 0, EVP_CipherUpdate(context, nil, &length, base, Int32(header)) != 1 { return false }
    guard let suffix else { return true }
    return withUnsafeBytes(of: suffix.bigEndian) {
      EVP_CipherUpdate(context, nil, &length, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), 4) == 1
    }
  }
}
