import Audio
import Testing

/// The closed forms of G.711 on 16-bit samples, written without tables or segments searched by shifting.
private enum ClosedForm {
  static func decodeMu(_ code: UInt8) -> Int {
    let bits = 255 - Int(code)
    let segment = bits / 16 % 8
    let magnitude = (2 * (bits % 16) + 33) * (1 << segment) - 33
    return (bits >= 128 ? -1 : 1) * magnitude * 4
  }

  static func decodeA(_ code: UInt8) -> Int {
    let bits = Int(code ^ 0b0101_0101)
    let segment = bits / 16 % 8
    let step = segment == 0 ? 1 : 1 << (segment - 1)
    let magnitude = step * (2 * (bits % 16) + 1 + (segment == 0 ? 0 : 32))
    return (bits >= 128 ? 1 : -1) * magnitude * 8
  }

  static func encodeMu(_ sample: Int) -> UInt8 {
    let biased = min((sample < 0 ? -1 - sample : sample) / 4 + 33, 8191)
    let segment = Int.bitWidth - biased.leadingZeroBitCount - 6
    let step = biased / (2 << segment) - 16
    return UInt8(255 - ((sample < 0 ? 128 : 0) + 16 * segment + step))
  }

  static func encodeA(_ sample: Int) -> UInt8 {
    let magnitude = (sample < 0 ? -1 - sample : sample) / 16
    let segment = max(0, Int.bitWidth - magnitude.leadingZeroBitCount - 4)
    let step = segment == 0 ? magnitude : magnitude / (1 << (segment - 1)) - 16
    return UInt8((sample < 0 ? 0 : 128) + 16 * segment + step) ^ 0b0101_0101
  }
}

@Suite struct G711Tests {
  @Test func `every code decodes as the closed form says`() {
    for code in UInt8.min...UInt8.max {
      #expect(Int(G711.decode(code, .mu)) == ClosedForm.decodeMu(code))
      #expect(Int(G711.decode(code, .a)) == ClosedForm.decodeA(code))
    }
  }

  @Test func `every sample encodes as the closed form says`() {
    for sample in Int16.min...Int16.max {
      if G711.encode(sample, .mu) != ClosedForm.encodeMu(Int(sample)) { Issue.record("µ-law \(sample)") }
      if G711.encode(sample, .a) != ClosedForm.encodeA(Int(sample)) { Issue.record("A-law \(sample)") }
    }
  }

  @Test(arguments: G711.Law.allCases)
  func `decoding what was encoded from a decoded code changes nothing`(law: G711.Law) {
    for code in UInt8.min...UInt8.max {
      let sample = G711.decode(code, law)
      #expect(G711.decode(G711.encode(sample, law), law) == sample)
      // µ-law alone has a second zero, 0x7F, which encodes as the first.
      if law == .a || code != 0x7F { #expect(G711.encode(sample, law) == code) }
    }
  }

  @Test func `known points of the standard`() {
    #expect(G711.decode(0x80, .mu) == 32_124)
    #expect(G711.decode(0x00, .mu) == -32_124)
    #expect(G711.decode(0xAA, .a) == 32_256)
    #expect(G711.decode(0x2A, .a) == -32_256)
    #expect(G711.encode(0, .mu) == G711.Law.mu.idleCode)
    #expect(G711.encode(0, .a) == G711.Law.a.idleCode)
    #expect(G711.Law.mu.idleCode == 0xFF && G711.Law.a.idleCode == 0xD5)
  }

  @Test(arguments: G711.Law.allCases)
  func `buffers are converted like single values`(law: G711.Law) {
    let codes = Array(UInt8.min...UInt8.max)
    var samples = [Int16](repeating: 1, count: 300)
    var span = samples.mutableSpan
    #expect(G711.decode(codes.span, law, into: &span) == 256)
    #expect(Array(samples[..<256]) == codes.map { G711.decode($0, law) })
    #expect(samples[256...].allSatisfy { $0 == 1 })

    var payload = [UInt8](repeating: 7, count: 300)
    var bytes = payload.mutableSpan
    #expect(G711.encode(samples.span, law, into: &bytes) == 300)
    #expect(payload == samples.map { G711.encode($0, law) })
  }

  @Test(arguments: G711.Law.allCases)
  func `appending keeps what is there`(law: G711.Law) {
    var samples: [Int16] = [5]
    G711.append(decoding: [law.idleCode, 0x00].span, law, to: &samples)
    #expect(samples == [5, G711.decode(law.idleCode, law), G711.decode(0, law)])
    var payload: [UInt8] = [9]
    G711.append(encoding: samples.span, law, to: &payload)
    #expect(payload == [9] + samples.map { G711.encode($0, law) })
  }
}
