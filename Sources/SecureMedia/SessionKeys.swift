import Cryptography

/// The keys of one direction of RTP or of RTCP, derived from a master key (RFC 3711 section 4.3).
package struct SessionKeys: Hashable {
  /// Which of the two streams keys are for; the raw value is the label of the encryption key.
  package enum Stream: UInt8 {
    case rtp = 0
    case rtcp = 3
  }

  /// 16 bytes for encryption.
  package var encryption: [UInt8]
  /// 20 bytes for HMAC-SHA-1; of no use in Galois/counter mode.
  package var authentication: [UInt8]
  /// 14 bytes in counter mode, 12 in Galois/counter mode.
  package var salt: [UInt8]

  /// Takes keys as they are.
  package init(encryption: [UInt8], authentication: [UInt8], salt: [UInt8]) {
    self.encryption = encryption
    self.authentication = authentication
    self.salt = salt
  }

  /// Derives the keys for `stream`, once for all packets (key derivation rate 0).
  package init(profile: SRTPProfile, master: SRTPMasterKey, stream: Stream) {
    precondition(
      master.key.count == profile.keySize && master.salt.count == profile.saltSize,
      "a master key of this profile has \(profile.keySize) bytes and a salt of \(profile.saltSize)")
    let cipher = CounterModeCipher(key: master.key)
    func derive(_ label: UInt8, count: Int) -> [UInt8] {
      // The label stands 48 bits above the end of the 112-bit salt; a shorter salt is filled up with zeros
      // (RFC 7714 section 11).
      var counter = [16 of UInt8](repeating: 0)
      for index in master.salt.indices { counter[index] = master.salt[index] }
      counter[7] ^= label
      var keyStream = [UInt8](repeating: 0, count: count)
      cipher.apply(counter: counter, to: &keyStream, from: 0)
      return keyStream
    }
    encryption = derive(stream.rawValue, count: profile.keySize)
    authentication = derive(stream.rawValue + 1, count: 20)
    salt = derive(stream.rawValue + 2, count: profile.saltSize)
  }
}
