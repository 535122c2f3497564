import Audio
import Testing

@Suite struct WAVFileTests {
  private let ramp = (0..<1_001).map { Int16($0 * 60 - 30_000) }

  private func problem(_ bytes: [UInt8]) -> WAVError.Problem? {
    do throws(WAVError) {
      _ = try WAVFile(parsing: bytes.span, name: "x.wav")
      return nil
    } catch {
      return error.problem
    }
  }

  /// The bytes of a good file with one field of the format chunk replaced (little-endian, two bytes).
  private func file(format offset: Int, _ value: UInt16, _ encoding: WAVFile.Encoding = .linear) -> [UInt8] {
    var bytes = WAVFile(samples: ramp, encoding: encoding).serialized()
    bytes[20 + offset] = UInt8(value & 0xFF)
    bytes[21 + offset] = UInt8(value >> 8)
    return bytes
  }

  @Test(arguments: WAVFile.Encoding.allCases)
  func `what was written is read back`(encoding: WAVFile.Encoding) throws {
    let bytes = WAVFile(samples: ramp, encoding: encoding).serialized()
    let file = try WAVFile(parsing: bytes.span, name: "x.wav")
    #expect(file.encoding == encoding)
    #expect(bytes.count % 2 == 0)
    switch encoding {
    case .linear: #expect(file.samples == ramp)
    case .mu: #expect(file.samples == ramp.map { G711.decode(G711.encode($0, .mu), .mu) })
    case .a: #expect(file.samples == ramp.map { G711.decode(G711.encode($0, .a), .a) })
    }
  }

  @Test(arguments: Clips.names)
  func `sox's files are read`(name: String) throws {
    let file = try Clips.file(name)
    #expect(file.encoding == .mu)
    #expect((10 * 8_000...14 * 8_000).contains(file.samples.count))
  }

  @Test func `unknown chunks are passed over, with their padding`() throws {
    let bytes = WAVFile(samples: ramp, encoding: .a).serialized()
    let extra: [UInt8] = Array("LIST".utf8) + [3, 0, 0, 0, 1, 2, 3, 0]
    let longer = Array(bytes[..<12]) + extra + Array(bytes[12...])
    #expect(
      try WAVFile(parsing: longer.span, name: "x").samples == WAVFile(parsing: bytes.span, name: "x").samples)
  }

  @Test func `each fault is named`() {
    #expect(problem([]) == .notWAVE)
    #expect(problem(Array("RIFFxxxxAVI LIST".utf8)) == .notWAVE)
    #expect(problem(file(format: 0, 3)) == .format(tag: 3))
    #expect(problem(file(format: 2, 2)) == .channels(2))
    #expect(problem(file(format: 4, 44_100)) == .rate(44_100))
    #expect(problem(file(format: 14, 8)) == .bits(8))
    let good = WAVFile(samples: ramp, encoding: .mu).serialized()
    #expect(problem(Array(good[..<12])) == .missingChunk("fmt "))
    #expect(problem(Array(good[..<50])) == .missingChunk("data"))
    #expect(problem(Array(good[..<12] + good[50...])) == .missingChunk("fmt "))
    #expect(problem(Array(good[..<500])) == .damagedChunk("data"))
  }

  @Test func `every cut and many damaged bytes are survived`() {
    let good = WAVFile(samples: Array(ramp[..<20]), encoding: .linear).serialized()
    for length in 0..<good.count { #expect(problem(Array(good[..<length])) != nil) }
    for index in 0..<58 {
      for value in [UInt8(0), 1, 0x7F, 0xFF] {
        var bytes = good
        bytes[index] = value
        _ = problem(bytes)
      }
    }
  }

  @Test func `an error tells what would help`() {
    let error = WAVError(file: "hello.wav", problem: .rate(44_100))
    #expect("\(error)".contains("hello.wav: 44100 samples per second instead of 8000"))
    #expect("\(error)".contains("sox hello.wav -r 8000 -c 1 -e mu-law converted.wav"))
  }
}
