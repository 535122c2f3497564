import SansIO

/// The payload of a telephone-event packet: 4 bytes (RFC 4733 §2.3).
public struct TelephoneEvent: Hashable, Sendable {
  /// The event code; 0...15 are the DTMF digits (§3.2).
  public var code: UInt8
  /// Whether the event is over: the packet gives its final duration.
  public var isEnd: Bool
  /// Power below 0 dBm0, in dB, 0...63; a usual digit has 10.
  public var volume: UInt8
  /// How long the event has lasted since the packet's timestamp, in ticks of the RTP clock.
  public var duration: UInt16

  /// Makes an event; `volume` is 0...63.
  public init(code: UInt8, isEnd: Bool, volume: UInt8 = 10, duration: UInt16) {
    precondition(volume < 64, "a telephone event's volume is 0...63")
    self.code = code
    self.isEnd = isEnd
    self.volume = volume
    self.duration = duration
  }

  /// Parses a payload; `nil` when it is shorter than 4 bytes. More bytes are further events and are not read.
  public init?(parsing payload: Span<UInt8>) {
    guard payload.count >= 4 else { return nil }
    code = payload[0]
    isEnd = payload[1] & 0x80 != 0
    volume = payload[1] & 0x3F
    duration = UInt16(payload[2]) << 8 | UInt16(payload[3])
  }

  /// Appends the 4 bytes of the payload.
  public func append(to payload: inout [UInt8]) {
    payload.append(code)
    payload.append((isEnd ? 0x80 : 0) | volume)
    payload.appendBigEndian(duration)
  }

  /// The digit 0-9, `*`, `#`, A-D that the event stands for; `nil` for other events (flash, tones).
  public var digit: Character? { Self.digit(ofCode: code) }

  /// The event code of `digit` (RFC 4733 §3.2); `nil` for anything that is no DTMF digit. Letters of either
  /// case.
  public static func code(of digit: Character) -> UInt8? {
    switch digit {
    case "0"..."9": digit.asciiValue.map { $0 - 48 }
    case "*": 10
    case "#": 11
    case "A"..."D": digit.asciiValue.map { $0 - 65 + 12 }
    case "a"..."d": digit.asciiValue.map { $0 - 97 + 12 }
    default: nil
    }
  }

  /// The digit of an event code; `nil` for codes above 15.
  public static func digit(ofCode code: UInt8) -> Character? {
    switch code {
    case 0...9: Character(Unicode.Scalar(48 + code))
    case 10: "*"
    case 11: "#"
    case 12...15: Character(Unicode.Scalar(65 + code - 12))
    default: nil
    }
  }
}
