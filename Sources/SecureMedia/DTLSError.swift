/// Why a DTLS connection failed.
public enum DTLSError: Error, Hashable, Sendable {
  /// The peer's certificate is not the one that its fingerprint announced.
  case fingerprintMismatch
  /// The handshake is over, but nobody said in time which fingerprint to expect.
  case fingerprintUnknown
  /// The peer has shown no certificate.
  case noPeerCertificate
  /// The peer takes none of our SRTP profiles.
  case noCommonProfile
  /// The handshake was not over in time.
  case timedOut
  /// The peer sent a fatal alert, or what no handshake allows; with OpenSSL's words.
  case protocolFailure(String)
}

extension DTLSError: CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .fingerprintMismatch: "the peer's certificate has another fingerprint than its description says"
    case .fingerprintUnknown: "no fingerprint to verify the peer by; its description must carry one"
    case .noPeerCertificate: "the peer shows no certificate; both ends must"
    case .noCommonProfile: "no common SRTP profile; AEAD_AES_128_GCM or AES128_CM_SHA1_80 are taken"
    case .timedOut: "the DTLS handshake was not over within \(DTLSConnection.handshakeLimit)"
    case .protocolFailure(let reason): "DTLS failed: \(reason)"
    }
  }
}
