/// What an Opus packet says of itself without being decoded (RFC 6716 §3.1).
public enum OpusPacket {
  /// The longest packet of a frame as RTP carries it that is decoded, in bytes (RFC 6716 §3.4: 1,275 a
  /// frame).
  public static var longestFrame: Int { 1_275 }

  /// How long the audio in `payload` lasts, in samples at 48 kHz: 120 (2.5 ms) up to 5,760 (120 ms).
  ///
  /// 48 kHz is the clock of RTP timestamps for every Opus stream (RFC 7587 §4.1). `nil` when the payload is
  /// empty, announces no frames or more than 120 ms.
  public static func duration(of payload: Span<UInt8>) -> Int? {
    guard payload.count > 0 else { return nil }
    let frame = frameDuration(payload[0] >> 3)
    let frames: Int
    switch payload[0] & 3 {
    case 0: frames = 1
    case 1, 2: frames = 2
    default:
      guard payload.count > 1 else { return nil }
      frames = Int(payload[1] & 0x3F)
    }
    let duration = frame * frames
    return (1...5_760).contains(duration) ? duration : nil
  }

  /// Whether `payload` is a frame of discontinuous transmission: nothing to hear, 1 or 2 bytes (RFC 6716
  /// §2.1.9, §3.2.1).
  public static func isDTX(_ payload: Span<UInt8>) -> Bool { (1...2).contains(payload.count) }

  /// One frame of configuration 0...31, in samples at 48 kHz (table 2).
  private static func frameDuration(_ configuration: UInt8) -> Int {
    switch configuration {
    case 0..<12: configuration & 3 == 3 ? 2_880 : 480 << Int(configuration & 3)
    case 12..<16: configuration & 1 == 0 ? 480 : 960
    default: 120 << Int(configuration & 3)
    }
  }
}
