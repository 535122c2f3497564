internal import COpenSSL

/// Makes the `SSL_CTX` that both roles of DTLS 1.2 share.
enum DTLSContext {
  /// What Chromium, libwebrtc and Pion all offer. Our certificate is ECDSA; a server's may be RSA.
  private static let ciphers = [
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
  ].joined(separator: ":")

  /// P-256 first: it costs the least of CPU.
  private static let groups = "P-256:X25519:P-384"

  /// The most bytes of certificates that a peer may make us keep.
  private static let certificateLimit = 16_384

  static func make(
    certificate: OpaquePointer, key: OpaquePointer
  ) throws(SecureMediaError) -> OpaquePointer {
    guard let context = SSL_CTX_new(DTLS_method()) else { throw SecureMediaError("make a DTLS context") }
    callbridge_SSL_CTX_restrict(context, certificateLimit)
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
    SSL_CTX_set_cert_verify_callback(context, { store, _ in DTLSPort.verify(store) }, nil)
    guard callbridge_SSL_CTX_use_only_dtls12(context) == 1,
      SSL_CTX_set_cipher_list(context, ciphers) == 1,
      callbridge_SSL_CTX_set_groups(context, groups) == 1,
      SSL_CTX_use_certificate(context, certificate) == 1,
      SSL_CTX_use_PrivateKey(context, key) == 1
    else {
      let error = SecureMediaError("set up a DTLS context")
      SSL_CTX_free(context)
      throw error
    }
    return context
  }
}
