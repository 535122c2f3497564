/// Walks the chunks of a RIFF WAVE file.
struct WAVParser: ~Escapable {
  private let bytes: Span<UInt8>
  private var offset = 12
  private var encoding: WAVFile.Encoding?

  /// Starts behind the file's header.
  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// The encoding and samples of the file. Chunks other than `fmt ` and `data` are passed over.
  mutating func parse() throws(WAVError.Problem) -> (WAVFile.Encoding, [Int16]) {
    guard bytes.count >= 12, tag(at: 0) == "RIFF", tag(at: 8) == "WAVE" else { throw .notWAVE }
    while bytes.count - offset >= 8 {
      let name = tag(at: offset)
      let length = number(at: offset + 4, bytes: 4)
      offset += 8
      guard length <= bytes.count - offset else { throw .damagedChunk(name) }
      if name == "fmt " { encoding = try parseFormat(length) }
      if name == "data" {
        guard let encoding else { throw .missingChunk("fmt ") }
        return (encoding, try parseData(length, encoding))
      }
      offset = min(offset + length + (length & 1), bytes.count)
    }
    throw .missingChunk(encoding == nil ? "fmt " : "data")
  }

  private func parseFormat(_ length: Int) throws(WAVError.Problem) -> WAVFile.Encoding {
    guard length >= 16 else { throw .damagedChunk("fmt ") }
    let tag = number(at: offset, bytes: 2)
    guard let encoding = WAVFile.Encoding.allCases.first(where: { $0.tag == tag }) else {
      throw .format(tag: tag)
    }
    let channels = number(at: offset + 2, bytes: 2)
    guard channels == 1 else { throw .channels(channels) }
    let rate = number(at: offset + 4, bytes: 4)
    guard rate == 8_000 else { throw .rate(rate) }
    let bits = number(at: offset + 14, bytes: 2)
    guard bits == 8 * encoding.bytesPerSample else { throw .bits(bits) }
    return encoding
  }

  private func parseData(_ length: Int, _ encoding: WAVFile.Encoding) throws(WAVError.Problem) -> [Int16] {
    guard length % encoding.bytesPerSample == 0 else { throw .damagedChunk("data") }
    var samples: [Int16] = []
    samples.reserveCapacity(length / encoding.bytesPerSample)
    if let law = encoding.law {
      G711.append(decoding: bytes.extracting(offset..<offset + length), law, to: &samples)
    } else {
      for place in stride(from: offset, to: offset + length, by: 2) {
        samples.append(Int16(truncatingIfNeeded: number(at: place, bytes: 2)))
      }
    }
    return samples
  }

  private func tag(at place: Int) -> String {
    String((place..<place + 4).map { Character(Unicode.Scalar(bytes[$0])) })
  }

  /// A little-endian number.
  private func number(at place: Int, bytes count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }
}
