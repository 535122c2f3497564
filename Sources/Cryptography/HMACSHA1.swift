import COpenSSL

/// HMAC-SHA-1 (RFC 2104), keyed once and used for many messages.
///
/// The states after the inner and the outer padded key are kept and copied for each message; nothing is
/// allocated. Use from one thread at a time.
public final class HMACSHA1 {
  private static let blockSize = 64

  private let inner: SHA_CTX
  private let outer: SHA_CTX

  /// Absorbs `key`, which may have any length.
  public init(key: [UInt8]) {
    let short = key.count > Self.blockSize ? Digest.sha1(key) : key
    inner = Self.state(after: short, padding: 0x36)
    outer = Self.state(after: short, padding: 0x5C)
  }

  /// The 20 bytes of the code of `message`, followed by the big-endian bytes of `suffix` when there is one.
  public func code(of message: Span<UInt8>, suffix: UInt32? = nil) -> [20 of UInt8] {
    var digest = [20 of UInt8](repeating: 0)
    var state = inner
    message.withUnsafeBufferPointer { _ = SHA1_Update(&state, $0.baseAddress, $0.count) }
    if let suffix { withUnsafeBytes(of: suffix.bigEndian) { _ = SHA1_Update(&state, $0.baseAddress, 4) } }
    withUnsafeMutableBytes(of: &digest) { digest in
      let bytes = digest.baseAddress?.assumingMemoryBound(to: UInt8.self)
      SHA1_Final(bytes, &state)
      state = outer
      SHA1_Update(&state, bytes, digest.count)
      SHA1_Final(bytes, &state)
    }
    return digest
  }

  private static func state(after key: [UInt8], padding: UInt8) -> SHA_CTX {
    var block = [UInt8](repeating: padding, count: blockSize)
    for index in key.indices { block[index] ^= key[index] }
    var state = SHA_CTX()
    SHA1_Init(&state)
    SHA1_Update(&state, block, block.count)
    return state
  }
}
