internal import COpenSSL

extension Fingerprint {
  /// Digests an X.509 certificate of OpenSSL.
  init(of certificate: OpaquePointer, hash: Hash) {
    let algorithm =
      switch hash {
      case .sha1: EVP_sha1()
      case .sha256: EVP_sha256()
      case .sha384: EVP_sha384()
      case .sha512: EVP_sha512()
      }
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { output, count in
      var length: UInt32 = 0
      let done = X509_digest(certificate, algorithm, output.baseAddress, &length)
      precondition(done == 1, "OpenSSL refuses \(hash.rawValue): is its default provider loaded?")
      count = Int(length)
    }
    self.init(hash: hash, bytes: bytes)
  }
}
