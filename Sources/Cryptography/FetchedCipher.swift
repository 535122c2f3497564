import COpenSSL

/// OpenSSL's ciphers, looked up once: a context that is set up with `EVP_aes_128_gcm()` and the like searches the providers
/// anew each time, which a participant who joins would pay a dozen times.
enum FetchedCipher {
  /// Proof of `nonisolated(unsafe)`: made once, complete before anyone sees it, never freed; OpenSSL counts its
  /// references atomically and changes nothing else in it.
  nonisolated(unsafe) static let counterMode = EVP_CIPHER_fetch(nil, "AES-128-CTR", nil)

  /// Proof of `nonisolated(unsafe)`: as above.
  nonisolated(unsafe) static let galoisCounterMode = EVP_CIPHER_fetch(nil, "AES-128-GCM", nil)
}
