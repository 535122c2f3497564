import COpenSSL

/// Unpredictable bytes for secrets, from OpenSSL's generator.
public enum RandomBytes {
  /// Makes `count` random bytes.
  public static func make(count: Int) -> [UInt8] {
    precondition(count >= 0, "cannot make \(count) bytes; 0 or more")
    return [UInt8](unsafeUninitializedCapacity: count) { output, filled in
      let done = count == 0 ? 1 : RAND_bytes(output.baseAddress, Int32(count))
      precondition(done == 1, "OpenSSL has no entropy to make \(count) random bytes")
      filled = count
    }
  }
}
