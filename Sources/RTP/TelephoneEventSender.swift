public import SansIO

/// The packets of one telephone event that is being sent: an update each 20 ms, and the end three times
/// (RFC 4733 §2.5.1).
///
/// One packet per 20 ms tick, for `StreamSender.write(event:start:marker:payloadType:into:)`; in each of
/// these ticks the stream passes over its audio with `skip(samples: 160)`.
public struct TelephoneEventSender: Sendable {
  /// One packet to send.
  public struct Packet: Hashable, Sendable {
    /// The payload.
    public var event: TelephoneEvent
    /// Set on the event's first packet.
    public var marker: Bool
  }

  /// The timestamp of all the packets: the stream's own when the event begins.
  public let start: UInt32
  private let code: UInt8
  private let volume: UInt8
  private let frames: UInt16
  private var sent: UInt16 = 0

  /// An event that begins at timestamp `start`.
  ///
  /// - Parameters:
  ///   - code: the event; `TelephoneEvent.code(of:)` gives that of a digit.
  ///   - duration: rounded up to whole 20 ms; more than 0, at most 8 s.
  ///   - volume: power below 0 dBm0 in dB, 0...63.
  public init(code: UInt8, start: UInt32, duration: Interval = .milliseconds(100), volume: UInt8 = 10) {
    precondition(duration > .zero && duration <= .seconds(8), "a telephone event lasts up to 8 s")
    self.code = code
    self.start = start
    self.volume = volume
    frames = UInt16((duration + .frame - .nanoseconds(1)) / .frame)
  }

  /// Whether the last end packet was given out.
  public var isFinished: Bool { sent == frames + 2 }

  /// The packet of the next 20 ms; `nil` when the event is over and its end was sent three times.
  public mutating func next() -> Packet? {
    guard !isFinished else { return nil }
    sent += 1
    let event = TelephoneEvent(
      code: code, isEnd: sent >= frames, volume: volume, duration: min(sent, frames) * 160)
    return Packet(event: event, marker: sent == 1)
  }
}
