internal import COpenSSL

/// A self-signed certificate with its P-256 key, and what connections with it have in common.
///
/// Make one at process start and share it: a key costs more than half a handshake. Peers know it by its
/// fingerprint only, so it is valid for longer than any process lives.
///
/// Proof of `@unchecked Sendable`: the context is complete when `init` returns and is not changed afterwards;
/// OpenSSL counts its references atomically and locks what it keeps inside.
public final class Certificate: @unchecked Sendable {
  /// What the peers are told, by SHA-256.
  public let fingerprint: Fingerprint

  /// The `SSL_CTX` of all connections with this certificate, in both roles.
  let context: OpaquePointer

  /// Makes a new key and signs a certificate with it.
  public init() throws(SecureMediaError) {
    guard let key = callbridge_EVP_EC_gen("P-256") else { throw SecureMediaError("make a P-256 key") }
    defer { EVP_PKEY_free(key) }
    let certificate = try Self.sign(key)
    defer { X509_free(certificate) }
    fingerprint = Fingerprint(of: certificate, hash: .sha256)
    context = try DTLSContext.make(certificate: certificate, key: key)
  }

  deinit { SSL_CTX_free(context) }

  private static func sign(_ key: OpaquePointer) throws(SecureMediaError) -> OpaquePointer {
    guard let certificate = X509_new() else { throw SecureMediaError("make a certificate") }
    let name = X509_get_subject_name(certificate)
    // Eight positive bytes, unpredictable so that two certificates of one name are told apart.
    var serial: UInt64 = 0
    let isFilled = withUnsafeMutableBytes(of: &serial) {
      RAND_bytes($0.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32($0.count)) == 1
    }
    // Fixed dates: no clock is read here, and the peers look at none (RFC 8122 section 6.2).
    guard isFilled, X509_set_version(certificate, 2) == 1,
      ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1 | 1) == 1,
      ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20200101000000Z") == 1,
      ASN1_TIME_set_string(X509_getm_notAfter(certificate), "20491231235959Z") == 1,
      X509_set_pubkey(certificate, key) == 1,
      X509_NAME_add_entry_by_txt(name, "CN", asciiText, "callbridge", -1, -1, 0) == 1,
      X509_set_issuer_name(certificate, name) == 1,
      X509_sign(certificate, key, EVP_sha256()) > 0
    else {
      let error = SecureMediaError("sign a certificate")
      X509_free(certificate)
      throw error
    }
    return certificate
  }

  /// `MBSTRING_ASC`, a computed macro that Swift does not see: the text is ASCII.
  private static var asciiText: Int32 { 0x1001 }
}
