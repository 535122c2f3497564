import SansIO

extension STUNMessage {
  /// Reads a datagram that holds one message and nothing else.
  ///
  /// Of an attribute that comes twice the first counts; what follows MESSAGE-INTEGRITY is not protected by it
  /// and is passed over, FINGERPRINT excepted (RFC 8489 §14, §14.5).
  public init(parsing datagram: Span<UInt8>) throws(STUNError) {
    guard datagram.count >= Self.headerBytes else { throw .tooShort(bytes: datagram.count) }
    guard Self.isSTUN(datagram) else { throw .notSTUN }
    let announced = Int(Self.half(at: 2, in: datagram))
    let actual = datagram.count - Self.headerBytes
    guard announced == actual, announced % 4 == 0 else { throw .length(announced: announced, actual: actual) }
    let type = Self.half(at: 0, in: datagram)
    // The two class bits sit between the method's bits (§5, figure 3).
    let messageClass = Class(rawValue: type >> 7 & 2 | type >> 4 & 1) ?? .request
    self.init(
      messageClass, method: type & 0xF | type >> 1 & 0x70 | type >> 2 & 0xF80,
      transaction: TransactionID(
        high: Self.word(at: 8, in: datagram), low: Self.double(at: 12, in: datagram)))
    var offset = Self.headerBytes
    while offset < datagram.count {
      // A multiple of four is left, so that a header of four bytes always fits.
      let type = Self.half(at: offset, in: datagram)
      let length = Int(Self.half(at: offset + 2, in: datagram))
      let start = offset + 4
      guard length <= datagram.count - start else { throw .attributeTruncated(type: type) }
      if type == STUNAttribute.fingerprint {
        guard length == 4, start + 4 == datagram.count,
          Self.word(at: start, in: datagram)
            == CRC32.checksum(datagram, count: offset) ^ Self.fingerprintMask
        else { throw .fingerprint }
        hasFingerprint = true
      } else if integrityOffset == nil {
        guard read(type, start..<start + length, of: datagram) else {
          throw .attribute(type: type, length: length)
        }
      }
      offset = start + (length + 3) & ~3
    }
  }

  /// Takes in one attribute; false when its content is malformed.
  private mutating func read(_ type: UInt16, _ range: Range<Int>, of datagram: Span<UInt8>) -> Bool {
    let start = range.lowerBound
    switch type {
    case STUNAttribute.username:
      guard range.count <= Self.longestUsername else { return false }
      if username == nil { username = Self.bytes(range, of: datagram) }
    case STUNAttribute.messageIntegrity:
      guard range.count == 20 else { return false }
      integrityOffset = start - 4
    case STUNAttribute.priority:
      guard range.count == 4 else { return false }
      priority = priority ?? Self.word(at: start, in: datagram)
    case STUNAttribute.useCandidate:
      guard range.isEmpty else { return false }
      usesCandidate = true
    case STUNAttribute.iceControlling:
      guard range.count == 8 else { return false }
      role = role ?? .controlling(tieBreaker: Self.double(at: start, in: datagram))
    case STUNAttribute.iceControlled:
      guard range.count == 8 else { return false }
      role = role ?? .controlled(tieBreaker: Self.double(at: start, in: datagram))
    case STUNAttribute.xorMappedAddress:
      guard let address = readAddress(range, of: datagram) else { return false }
      mappedAddress = mappedAddress ?? address
    case STUNAttribute.errorCode:
      guard range.count >= 4 else { return false }
      let (hundreds, rest) = (Int(datagram[start + 2] & 7), Int(datagram[start + 3]))
      guard (3...6).contains(hundreds), rest < 100 else { return false }
      errorCode = errorCode ?? 100 * hundreds + rest
    case STUNAttribute.unknownAttributes:
      guard range.count % 2 == 0 else { return false }
      guard unknownAttributes.isEmpty else { break }
      for offset in stride(from: start, to: range.upperBound, by: 2).prefix(Self.mostUnknown) {
        unknownAttributes.append(Self.half(at: offset, in: datagram))
      }
    default:
      if type < STUNAttribute.firstOptional, notUnderstood.count < Self.mostUnknown {
        notUnderstood.append(type)
      }
    }
    return true
  }

  private func readAddress(_ range: Range<Int>, of datagram: Span<UInt8>) -> TransportAddress? {
    guard range.count >= 8 else { return nil }
    let start = range.lowerBound
    let port = Self.half(at: start + 2, in: datagram) ^ UInt16(Self.cookie >> 16)
    switch (datagram[start + 1], range.count) {
    case (1, 8):
      return TransportAddress(IPAddress(v4: Self.word(at: start + 4, in: datagram) ^ Self.cookie), port)
    case (2, 20):
      let high = Self.double(at: start + 4, in: datagram) ^ maskHigh
      let low = Self.double(at: start + 12, in: datagram) ^ transaction.low
      return TransportAddress(IPAddress(v6High: high, low: low), port)
    default: return nil
    }
  }

  /// What the upper half of an IPv6 address is XORed with: cookie and the transaction's first four bytes.
  var maskHigh: UInt64 { UInt64(Self.cookie) << 32 | UInt64(transaction.high) }

  static func bytes(_ range: Range<Int>, of datagram: Span<UInt8>) -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(datagram[index]) }
    return copy
  }
}
