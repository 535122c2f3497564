/// A RIFF WAVE file of mono 8 kHz audio: 16-bit PCM, µ-law or A-law.
public struct WAVFile: Hashable, Sendable {
  /// How the samples are stored.
  public enum Encoding: Hashable, Sendable, CaseIterable {
    /// 16-bit little-endian PCM, format tag 1.
    case linear
    /// G.711 µ-law, format tag 7.
    case mu
    /// G.711 A-law, format tag 6.
    case a

    var tag: Int {
      switch self {
      case .linear: 1
      case .mu: 7
      case .a: 6
      }
    }

    var bytesPerSample: Int { self == .linear ? 2 : 1 }

    var law: G711.Law? {
      switch self {
      case .linear: nil
      case .mu: .mu
      case .a: .a
      }
    }
  }

  /// How the file stores its samples.
  public var encoding: Encoding
  /// Linear samples, mono, 8 kHz.
  public var samples: [Int16]

  /// A file of `samples`.
  public init(samples: [Int16], encoding: Encoding) {
    self.samples = samples
    self.encoding = encoding
  }

  /// Reads the bytes of the file called `name`, the name being for the error only.
  public init(parsing bytes: Span<UInt8>, name: String) throws(WAVError) {
    do throws(WAVError.Problem) {
      var parser = WAVParser(bytes)
      (encoding, samples) = try parser.parse()
    } catch {
      throw WAVError(file: name, problem: error)
    }
  }

  /// The bytes of the file; samples are rounded to the law's where `encoding` is one.
  public func serialized() -> [UInt8] {
    let dataLength = samples.count * encoding.bytesPerSample
    let padding = dataLength & 1
    var bytes: [UInt8] = []
    bytes.reserveCapacity(dataLength + 58)
    bytes += Array("RIFF".utf8)
    bytes.appendLittleEndian(UInt32(50 + dataLength + padding))
    bytes += Array("WAVEfmt ".utf8)
    bytes.appendLittleEndian(UInt32(18))
    bytes.appendLittleEndian(UInt16(encoding.tag))
    bytes.appendLittleEndian(UInt16(1))
    bytes.appendLittleEndian(UInt32(8_000))
    bytes.appendLittleEndian(UInt32(8_000 * encoding.bytesPerSample))
    bytes.appendLittleEndian(UInt16(encoding.bytesPerSample))
    bytes.appendLittleEndian(UInt16(8 * encoding.bytesPerSample))
    bytes.appendLittleEndian(UInt16(0))
    // Formats other than PCM have a fact chunk with the number of samples.
    bytes += Array("fact".utf8)
    bytes.appendLittleEndian(UInt32(4))
    bytes.appendLittleEndian(UInt32(samples.count))
    bytes += Array("data".utf8)
    bytes.appendLittleEndian(UInt32(dataLength))
    appendData(to: &bytes)
    if padding == 1 { bytes.append(0) }
    return bytes
  }

  private func appendData(to bytes: inout [UInt8]) {
    if let law = encoding.law {
      G711.append(encoding: samples.span, law, to: &bytes)
    } else {
      for sample in samples { bytes.appendLittleEndian(UInt16(bitPattern: sample)) }
    }
  }
}

extension [UInt8] {
  fileprivate mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
