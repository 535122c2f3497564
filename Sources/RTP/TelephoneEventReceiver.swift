public import SansIO

/// Makes one digit out of the many packets of a telephone event (RFC 4733 §2.5.2).
///
/// Packets of one event share their timestamp; updates and the three end packets may be lost, doubled or
/// reordered at will. A digit is complete with its first end packet, or when the next event starts, or 150 ms
/// (three intervals of 50 ms) after the last packet when every end packet was lost.
///
/// One receiver serves one RTP stream; a new source needs a new receiver.
public struct TelephoneEventReceiver: Sendable {
  /// A complete event.
  public struct Digit: Hashable, Sendable {
    /// The event code; `TelephoneEvent.digit(ofCode:)` names it.
    public var code: UInt8
    /// The RTP timestamp at which the event started.
    public var timestamp: UInt32
    /// How long it lasted, in ticks of the RTP clock; what was known when no end packet came.
    public var duration: UInt32
    /// When its first packet came.
    public var firstArrival: Instant
    /// Whether an end packet confirmed the duration.
    public var isConfirmed: Bool
  }

  private enum State: Sendable {
    case silent
    /// An event has begun; `segment` is the timestamp of its newest segment (§2.5.1.3), `digit.duration` the
    /// sum over the former segments plus `elapsed`.
    case playing(Digit, segment: UInt32, elapsed: UInt16, latest: Instant)
    /// An event was reported; later packets up to its timestamp are repetitions.
    case reported(segment: UInt32)
  }

  private var state = State.silent

  /// A receiver that has heard nothing.
  public init() {}

  /// When `advance(to:)` wants to be called; `nil` while no event is open.
  public var nextDeadline: Instant? {
    guard case .playing(_, _, _, let latest) = state else { return nil }
    return latest + .milliseconds(150)
  }

  /// Takes in one event packet; answers the event that it completes: its own, or the one before when that one
  /// never ended.
  public mutating func receive(_ event: TelephoneEvent, _ header: PacketHeader, at now: Instant) -> Digit? {
    switch state {
    case .silent:
      return begin(event, header, at: now)
    case .reported(let segment):
      return isNew(header.timestamp, after: segment) ? begin(event, header, at: now) : nil
    case .playing(let digit, let segment, let elapsed, _):
      if header.timestamp == segment { return update(event, at: now) }
      guard isNew(header.timestamp, after: segment) else { return nil }
      if !header.marker, event.code == digit.code, header.timestamp == segment &+ UInt32(elapsed) {
        state = .playing(digit, segment: header.timestamp, elapsed: 0, latest: now)
        return update(event, at: now)
      }
      return replace(digit, with: event, header, at: now)
    }
  }

  /// Completes an event whose end packets were all lost.
  public mutating func advance(to now: Instant) -> Digit? {
    guard case .playing(let digit, let segment, _, _) = state, let deadline = nextDeadline, deadline <= now
    else { return nil }
    state = .reported(segment: segment)
    return digit
  }

  private mutating func begin(_ event: TelephoneEvent, _ header: PacketHeader, at now: Instant) -> Digit? {
    let digit = Digit(
      code: event.code, timestamp: header.timestamp, duration: 0, firstArrival: now, isConfirmed: false)
    state = .playing(digit, segment: header.timestamp, elapsed: 0, latest: now)
    return update(event, at: now)
  }

  private mutating func update(_ event: TelephoneEvent, at now: Instant) -> Digit? {
    guard case .playing(var digit, let segment, let elapsed, _) = state, event.code == digit.code else {
      return nil
    }
    let longest = max(elapsed, event.duration)
    digit.duration &+= UInt32(longest - elapsed)
    guard event.isEnd else {
      state = .playing(digit, segment: segment, elapsed: longest, latest: now)
      return nil
    }
    digit.isConfirmed = true
    state = .reported(segment: segment)
    return digit
  }

  /// The event open so far is over; the one which shows that may itself be complete only by a repeated end
  /// packet.
  private mutating func replace(
    _ digit: Digit, with event: TelephoneEvent, _ header: PacketHeader, at now: Instant
  ) -> Digit? {
    var opening = event
    opening.isEnd = false
    _ = begin(opening, header, at: now)
    return digit
  }

  /// Whether a timestamp starts something new: later than the known one, or so much earlier (2 s) that the
  /// sender's timestamps must have jumped.
  private func isNew(_ timestamp: UInt32, after known: UInt32) -> Bool {
    let step = Int32(bitPattern: timestamp &- known)
    return step > 0 || step < -16_000
  }
}
