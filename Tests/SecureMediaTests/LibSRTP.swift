import CSRTP
import SecureMedia
import Testing

/// libsrtp2 as an oracle: another implementation of the same RFCs.
final class LibSRTP {
  private static let isReady = srtp_init() == srtp_err_status_ok

  private let session: srtp_t

  /// A session that protects all sources, or unprotects all.
  init(_ profile: SRTPProfile, _ master: SRTPMasterKey, inbound: Bool) throws {
    try #require(Self.isReady)
    let number =
      switch profile {
      case .aesCM128HMACSHA1_80: srtp_profile_aes128_cm_sha1_80
      case .aeadAES128GCM: srtp_profile_aead_aes_128_gcm
      }
    var policy = srtp_policy_t()
    try #require(srtp_crypto_policy_set_from_profile_for_rtp(&policy.rtp, number) == srtp_err_status_ok)
    try #require(srtp_crypto_policy_set_from_profile_for_rtcp(&policy.rtcp, number) == srtp_err_status_ok)
    policy.ssrc.type = inbound ? ssrc_any_inbound : ssrc_any_outbound
    policy.window_size = 128
    var key = master.key + master.salt
    var made: srtp_t?
    let status = key.withUnsafeMutableBufferPointer { key in
      policy.key = key.baseAddress
      return srtp_create(&made, &policy)
    }
    try #require(status == srtp_err_status_ok)
    session = try #require(made)
  }

  deinit { srtp_dealloc(session) }

  func protect(_ packet: [UInt8]) -> [UInt8]? { change(packet) { srtp_protect($0, $1, $2) } }
  func unprotect(_ packet: [UInt8]) -> [UInt8]? { change(packet) { srtp_unprotect($0, $1, $2) } }
  func protectControl(_ packet: [UInt8]) -> [UInt8]? { change(packet) { srtp_protect_rtcp($0, $1, $2) } }
  func unprotectControl(_ packet: [UInt8]) -> [UInt8]? { change(packet) { srtp_unprotect_rtcp($0, $1, $2) } }

  /// The packet as libsrtp leaves it; `nil` when it refuses.
  private func change(
    _ packet: [UInt8],
    _ call: (srtp_t, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int32>) -> srtp_err_status_t
  ) -> [UInt8]? {
    // libsrtp works in place, and reads words.
    var words = [UInt64](repeating: 0, count: (packet.count + Int(SRTP_MAX_TRAILER_LEN) + 16) / 8)
    var length = Int32(packet.count)
    return words.withUnsafeMutableBytes { buffer in
      buffer.copyBytes(from: packet)
      guard call(session, buffer.baseAddress, &length) == srtp_err_status_ok else { return nil }
      return Array(buffer[..<Int(length)])
    }
  }
}
