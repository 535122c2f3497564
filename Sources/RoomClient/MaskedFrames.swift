import Cryptography

/// Writes a client's frames (RFC 6455 section 5).
struct MaskedFrames {
  /// What a frame is.
  enum Kind: UInt8 {
    case binary = 0x2
    case close = 0x8
    case pong = 0xA
  }

  /// Section 5.3: every frame has a mask of its own that nobody can predict. Drawn for many frames at once.
  private var masks: [UInt8] = []

  /// Appends an unfragmented frame with `payload` to `output`.
  mutating func write(_ kind: Kind, _ payload: Span<UInt8>, to output: inout [UInt8]) {
    if masks.isEmpty { masks = RandomBytes.make(count: 256) }
    let mask = Array(masks.suffix(4))
    masks.removeLast(4)
    output.reserveCapacity(output.count + 14 + payload.count)
    output.append(0x80 | kind.rawValue)
    switch payload.count {
    case ...125: output.append(0x80 | UInt8(payload.count))
    case ...0xFFFF:
      output.append(0x80 | 126)
      MaskedFrames.append(payload.count, bytes: 2, to: &output)
    default:
      output.append(0x80 | 127)
      MaskedFrames.append(payload.count, bytes: 8, to: &output)
    }
    output += mask
    for index in payload.indices { output.append(payload[index] ^ mask[index & 3]) }
  }

  private static func append(_ number: Int, bytes: Int, to output: inout [UInt8]) {
    for place in (0..<bytes).reversed() { output.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }
}
