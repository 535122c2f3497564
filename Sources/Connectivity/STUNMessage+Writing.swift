import Cryptography
import SansIO

extension STUNMessage {
  /// The message as a datagram, with MESSAGE-INTEGRITY under `key` (the password's bytes; none when `nil`)
  /// and FINGERPRINT.
  public func encoded(key: [UInt8]?) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(160)
    let kind = messageClass.rawValue
    bytes.appendBigEndian(
      method & 0xF | (method & 0x70) << 1 | (method & 0xF80) << 2 | (kind & 1) << 4 | (kind & 2) << 7)
    bytes.appendBigEndian(UInt16(0))
    bytes.appendBigEndian(Self.cookie)
    transaction.append(to: &bytes)
    appendAttributes(to: &bytes)
    if let key {
      // The length under the code counts up to the end of MESSAGE-INTEGRITY (§14.5).
      Self.setLength(of: &bytes, attributesLeft: 24)
      let code = MessageAuthentication.hmacSHA1(key: key, message: bytes)
      Self.append(STUNAttribute.messageIntegrity, code, to: &bytes)
    }
    Self.setLength(of: &bytes, attributesLeft: 8)
    let checksum = CRC32.checksum(bytes.span, count: bytes.count) ^ Self.fingerprintMask
    Self.appendHeader(STUNAttribute.fingerprint, length: 4, to: &bytes)
    bytes.appendBigEndian(checksum)
    return bytes
  }

  /// Whether `datagram`, which this message was read from, has a MESSAGE-INTEGRITY made with `key`.
  public func isAuthentic(in datagram: Span<UInt8>, key: [UInt8]) -> Bool {
    guard let integrityOffset, datagram.count >= integrityOffset + 24 else { return false }
    var message = Self.bytes(0..<integrityOffset, of: datagram)
    Self.setLength(of: &message, attributesLeft: 24)
    let code = Self.bytes(integrityOffset + 4..<integrityOffset + 24, of: datagram)
    return MessageAuthentication.areEqual(
      code, MessageAuthentication.hmacSHA1(key: key, message: message))
  }

  private func appendAttributes(to bytes: inout [UInt8]) {
    if let username { Self.append(STUNAttribute.username, username, to: &bytes) }
    if let priority {
      Self.appendHeader(STUNAttribute.priority, length: 4, to: &bytes)
      bytes.appendBigEndian(priority)
    }
    if let role {
      let type = role.isControlling ? STUNAttribute.iceControlling : STUNAttribute.iceControlled
      Self.appendHeader(type, length: 8, to: &bytes)
      bytes.appendBigEndian(role.tieBreaker)
    }
    if usesCandidate { Self.appendHeader(STUNAttribute.useCandidate, length: 0, to: &bytes) }
    if let mappedAddress { append(mappedAddress, to: &bytes) }
    if let errorCode {
      let content = [0, 0, UInt8(errorCode / 100), UInt8(errorCode % 100)] + Self.reason(errorCode).utf8
      Self.append(STUNAttribute.errorCode, content, to: &bytes)
    }
    if !unknownAttributes.isEmpty {
      var content: [UInt8] = []
      for type in unknownAttributes { content.appendBigEndian(type) }
      Self.append(STUNAttribute.unknownAttributes, content, to: &bytes)
    }
  }

  private func append(_ address: TransportAddress, to bytes: inout [UInt8]) {
    let isV4 = address.ip.family == .v4
    Self.appendHeader(STUNAttribute.xorMappedAddress, length: isV4 ? 8 : 20, to: &bytes)
    bytes += [0, isV4 ? 1 : 2]
    bytes.appendBigEndian(address.port ^ UInt16(Self.cookie >> 16))
    if isV4 {
      bytes.appendBigEndian(UInt32(truncatingIfNeeded: address.ip.low) ^ Self.cookie)
    } else {
      bytes.appendBigEndian(address.ip.high ^ maskHigh)
      bytes.appendBigEndian(address.ip.low ^ transaction.low)
    }
  }

  private static func append(_ type: UInt16, _ content: [UInt8], to bytes: inout [UInt8]) {
    appendHeader(type, length: content.count, to: &bytes)
    bytes += content
    while bytes.count % 4 != 0 { bytes.append(0) }
  }

  private static func appendHeader(_ type: UInt16, length: Int, to bytes: inout [UInt8]) {
    bytes.appendBigEndian(type)
    bytes.appendBigEndian(UInt16(length))
  }

  private static func setLength(of bytes: inout [UInt8], attributesLeft: Int) {
    let length = bytes.count - headerBytes + attributesLeft
    bytes[2] = UInt8(length >> 8)
    bytes[3] = UInt8(length & 0xFF)
  }

  private static func reason(_ code: Int) -> String {
    switch code {
    case 400: "Bad Request"
    case 401: "Unauthenticated"
    case 420: "Unknown Attribute"
    case 487: "Role Conflict"
    default: ""
    }
  }
}
