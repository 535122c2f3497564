/// ITU-T G.711: logarithmic companding of 8 kHz mono audio, one byte per sample.
///
/// Linear samples are 16 bits wide: the 14-bit (µ-law) or 13-bit (A-law) values of the standard shifted to
/// the top. Both directions are table look-ups.
public enum G711 {
  /// The two companding laws.
  public enum Law: UInt8, Hashable, Sendable, CaseIterable {
    /// µ-law, RTP payload type 0 (PCMU, RFC 3551 section 4.5.14).
    case mu
    /// A-law, RTP payload type 8 (PCMA).
    case a

    /// The code of silence: µ-law 0xFF, which decodes to 0; A-law 0xD5, which decodes to 8, its smallest
    /// value.
    public var idleCode: UInt8 { self == .mu ? 0xFF : 0xD5 }

    /// Sample of each code, indexed by code.
    var decoding: [Int16] { self == .mu ? muDecoding : aDecoding }
    /// Code of each sample, indexed by the sample's bit pattern shifted right by `encodingShift`.
    var encoding: [UInt8] { self == .mu ? muEncoding : aEncoding }
    /// How many low bits of a sample the law ignores.
    var encodingShift: UInt16 { self == .mu ? 2 : 4 }
  }

  /// The linear sample of one code.
  public static func decode(_ code: UInt8, _ law: Law) -> Int16 { law.decoding[Int(code)] }

  /// The code of one linear sample.
  public static func encode(_ sample: Int16, _ law: Law) -> UInt8 {
    law.encoding[Int(UInt16(bitPattern: sample) >> law.encodingShift)]
  }

  /// Decodes `payload` to the front of `samples`, which must have room for it; returns how many samples were
  /// written.
  @discardableResult
  public static func decode(_ payload: Span<UInt8>, _ law: Law, into samples: inout MutableSpan<Int16>) -> Int
  {
    precondition(samples.count >= payload.count, "G711.decode: no room for \(payload.count) samples")
    let table = law.decoding
    for index in payload.indices { samples[index] = table[Int(payload[index])] }
    return payload.count
  }

  /// Decodes `payload` to the front of `samples`, as above.
  @discardableResult
  public static func decode(_ payload: Span<UInt8>, _ law: Law, into samples: inout [Int16]) -> Int {
    var target = samples.mutableSpan
    return decode(payload, law, into: &target)
  }

  /// Encodes `samples` to the front of `payload`, which must have room for them; returns how many bytes were
  /// written.
  @discardableResult
  public static func encode(_ samples: Span<Int16>, _ law: Law, into payload: inout MutableSpan<UInt8>) -> Int
  {
    precondition(payload.count >= samples.count, "G711.encode: no room for \(samples.count) bytes")
    let table = law.encoding
    let shift = law.encodingShift
    for index in samples.indices { payload[index] = table[Int(UInt16(bitPattern: samples[index]) >> shift)] }
    return samples.count
  }

  /// Appends the samples of `payload`; allocates only when `samples` lacks the capacity.
  public static func append(decoding payload: Span<UInt8>, _ law: Law, to samples: inout [Int16]) {
    let table = law.decoding
    let start = samples.count
    samples.append(contentsOf: repeatElement(0, count: payload.count))
    var target = samples.mutableSpan
    for index in payload.indices { target[start + index] = table[Int(payload[index])] }
  }

  /// Appends the codes of `samples`; allocates only when `payload` lacks the capacity.
  public static func append(encoding samples: Span<Int16>, _ law: Law, to payload: inout [UInt8]) {
    let table = law.encoding
    let shift = law.encodingShift
    let start = payload.count
    payload.append(contentsOf: repeatElement(0, count: samples.count))
    var target = payload.mutableSpan
    for index in samples.indices {
      target[start + index] = table[Int(UInt16(bitPattern: samples[index]) >> shift)]
    }
  }

  private static let muDecoding = (0..<256).map { expandMu(UInt8($0)) }
  private static let aDecoding = (0..<256).map { expandA(UInt8($0)) }
  private static let muEncoding = (0..<0x4000).map { compressMu(Int16(truncatingIfNeeded: $0 << 2)) }
  private static let aEncoding = (0..<0x1000).map { compressA(Int16(truncatingIfNeeded: $0 << 4)) }

  /// Table 2a of G.711: eight segments whose steps double, all bits inverted on the wire.
  private static func expandMu(_ code: UInt8) -> Int16 {
    let bits = Int(~code)
    let magnitude = (((bits & 0x0F) << 1 + 33) << (bits >> 4 & 7) - 33) << 2
    return Int16(bits & 0x80 == 0 ? magnitude : -magnitude)
  }

  /// Table 1a of G.711: the two lowest segments share one step, even bits inverted on the wire.
  private static func expandA(_ code: UInt8) -> Int16 {
    let bits = Int(code ^ 0x55)
    let segment = bits >> 4 & 7
    let step = (bits & 0x0F) << 1 + 1
    let magnitude = (segment == 0 ? step : (step + 32) << (segment - 1)) << 3
    return Int16(bits & 0x80 != 0 ? magnitude : -magnitude)
  }

  private static func compressMu(_ sample: Int16) -> UInt8 {
    let magnitude = min(Int(sample < 0 ? ~sample : sample) >> 2 + 33, 0x1FFF)
    var segment = 0
    while magnitude >> (segment + 6) != 0 { segment += 1 }
    let bits = segment << 4 | (magnitude >> (segment + 1)) & 0x0F
    return ~UInt8(bits | (sample < 0 ? 0x80 : 0))
  }

  private static func compressA(_ sample: Int16) -> UInt8 {
    let magnitude = Int(sample < 0 ? ~sample : sample) >> 4
    var segment = 0
    while magnitude >> (segment + 4) != 0 { segment += 1 }
    let mantissa = segment == 0 ? magnitude : magnitude >> (segment - 1)
    let bits = segment == 0 ? magnitude : segment << 4 | (mantissa & 0x0F)
    return UInt8(bits | (sample < 0 ? 0 : 0x80)) ^ 0x55
  }
}
