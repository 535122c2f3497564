import Cryptography

/// Encrypts and authenticates packets of one direction under fixed keys; knows nothing of what was sent
/// before.
package struct PacketTransform {
  private enum Method {
    /// RFC 3711 section 4.1.1 and 4.2.1.
    case counterMode(CounterModeCipher, HMACSHA1)
    /// RFC 7714.
    case galoisCounterMode(GaloisCounterCipher)
  }

  /// The E bit of an SRTCP packet, above its 31-bit index: the packet is encrypted.
  static let encryptedFlag: UInt32 = 0x8000_0000
  /// The bytes of an RTCP packet that stay clear: the first header and the sender's source.
  static let controlHeaderSize = 8

  private let method: Method
  /// The salt where it meets the counter or nonce, and zeros behind.
  private let salt: [16 of UInt8]
  /// The length of a tag, in bytes.
  let tagSize: Int

  package init(profile: SRTPProfile, keys: SessionKeys) {
    var salt = [16 of UInt8](repeating: 0)
    for index in keys.salt.indices { salt[index] = keys.salt[index] }
    self.salt = salt
    tagSize = profile.overhead
    method =
      switch profile {
      case .aesCM128HMACSHA1_80:
        .counterMode(CounterModeCipher(key: keys.encryption), HMACSHA1(key: keys.authentication))
      case .aeadAES128GCM: .galoisCounterMode(GaloisCounterCipher(key: keys.encryption))
      }
  }

  /// Protects an RTP packet in place. `header` is the length of what stays clear, `index` has 48 bits.
  package func protect(_ packet: inout [UInt8], header: Int, source: UInt32, index: UInt64) {
    switch method {
    case .counterMode(let cipher, let authenticator):
      cipher.apply(counter: counter(source, index), to: &packet, from: header)
      let rollover = UInt32(truncatingIfNeeded: index >> 16)
      append(authenticator.code(of: packet.span, suffix: rollover), to: &packet)
    case .galoisCounterMode(let cipher):
      cipher.seal(&packet, header: header, nonce: nonce(source, index))
    }
  }

  /// Verifies and decrypts an RTP packet; false, and nothing in `plain`, when it is not authentic.
  package func unprotect(
    _ packet: Span<UInt8>, header: Int, source: UInt32, index: UInt64, into plain: inout [UInt8]
  ) -> Bool {
    switch method {
    case .counterMode(let cipher, let authenticator):
      let end = packet.count - tagSize
      let body = packet.extracting(0..<end)
      let rollover = UInt32(truncatingIfNeeded: index >> 16)
      guard matches(authenticator.code(of: body, suffix: rollover), packet, at: end) else {
        plain.removeAll(keepingCapacity: true)
        return false
      }
      plain.replace(with: body)
      cipher.apply(counter: counter(source, index), to: &plain, from: header)
      return true
    case .galoisCounterMode(let cipher):
      return cipher.open(packet, header: header, nonce: nonce(source, index), into: &plain)
    }
  }

  /// Protects an RTCP packet in place. `index` has 31 bits.
  package func protectControl(_ packet: inout [UInt8], source: UInt32, index: UInt32) {
    let word = index | Self.encryptedFlag
    switch method {
    case .counterMode(let cipher, let authenticator):
      cipher.apply(counter: counter(source, UInt64(index)), to: &packet, from: Self.controlHeaderSize)
      append(word, to: &packet)
      append(authenticator.code(of: packet.span), to: &packet)
    case .galoisCounterMode(let cipher):
      cipher.seal(
        &packet, header: Self.controlHeaderSize, suffix: word, nonce: nonce(source, UInt64(index)))
      append(word, to: &packet)
    }
  }

  /// Where an RTCP packet of `count` bytes has its E bit and index.
  func controlWordOffset(in count: Int) -> Int {
    switch method {
    case .counterMode: count - tagSize - 4
    case .galoisCounterMode: count - 4
    }
  }

  /// Verifies and decrypts an RTCP packet whose E bit is set; false, and nothing in `plain`, when it is not
  /// authentic.
  package func unprotectControl(
    _ packet: Span<UInt8>, source: UInt32, index: UInt32, into plain: inout [UInt8]
  ) -> Bool {
    let end = controlWordOffset(in: packet.count)
    switch method {
    case .counterMode(let cipher, let authenticator):
      let code = authenticator.code(of: packet.extracting(0..<end + 4))
      guard matches(code, packet, at: end + 4) else {
        plain.removeAll(keepingCapacity: true)
        return false
      }
      plain.replace(with: packet.extracting(0..<end))
      cipher.apply(counter: counter(source, UInt64(index)), to: &plain, from: Self.controlHeaderSize)
      return true
    case .galoisCounterMode(let cipher):
      return cipher.open(
        packet.extracting(0..<end), header: Self.controlHeaderSize, suffix: index | Self.encryptedFlag,
        nonce: nonce(source, UInt64(index)), into: &plain)
    }
  }

  /// RFC 3711 section 4.1.1: salt, source and index, each at its place above the 16-bit block counter.
  private func counter(_ source: UInt32, _ index: UInt64) -> [16 of UInt8] {
    var counter = salt
    combine(&counter, UInt64(source), bytes: 4, at: 4)
    combine(&counter, index, bytes: 6, at: 8)
    return counter
  }

  /// RFC 7714 sections 8.1 and 9.1: two zero bytes, source and index, combined with the salt.
  private func nonce(_ source: UInt32, _ index: UInt64) -> [12 of UInt8] {
    var nonce = [12 of UInt8](repeating: 0)
    for position in nonce.indices { nonce[position] = salt[position] }
    for position in 0..<4 { nonce[2 + position] ^= UInt8(truncatingIfNeeded: source >> (24 - 8 * position)) }
    for position in 0..<6 { nonce[6 + position] ^= UInt8(truncatingIfNeeded: index >> (40 - 8 * position)) }
    return nonce
  }

  private func combine(_ counter: inout [16 of UInt8], _ value: UInt64, bytes: Int, at start: Int) {
    for position in 0..<bytes {
      counter[start + position] ^= UInt8(truncatingIfNeeded: value >> UInt64(8 * (bytes - 1 - position)))
    }
  }

  private func append(_ word: UInt32, to packet: inout [UInt8]) {
    withUnsafeBytes(of: word.bigEndian) { packet.append(contentsOf: $0) }
  }

  private func append(_ code: [20 of UInt8], to packet: inout [UInt8]) {
    code.span.withUnsafeBufferPointer { packet.append(contentsOf: $0.prefix(tagSize)) }
  }

  /// Compares in a time that tells nothing about where they differ.
  private func matches(_ code: [20 of UInt8], _ packet: Span<UInt8>, at start: Int) -> Bool {
    MessageAuthentication.areEqual(
      code.span.extracting(0..<tagSize), packet.extracting(start..<start + tagSize))
  }
}
