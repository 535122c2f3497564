public import SansIO

/// Carries packets of changing sources over to one outgoing stream, whose sequence numbers and timestamps
/// only ever go on (the selective forwarding middlebox of RFC 7667 §3.7).
///
/// Packets of one source keep their distances: a packet that comes out of order gets the number that was left
/// for it, one that never comes leaves its number unused. When the source changes (another SSRC, another
/// clock rate, numbers or timestamps that start anew, or after `interrupt()`), the stream goes on with the
/// next number, marked as the start of a talkspurt, and its timestamp has moved by the wall time since the
/// newest packet. A receiver thus never sees a timestamp go back on a known source, which it would answer
/// with silence.
///
/// Never written twice is an outgoing number: duplicates are dropped, and so are packets from before the
/// change of source. Constant work and no allocation per packet.
public struct StreamForwarder: Sendable {
  /// What became of a packet.
  public enum Outcome: Hashable, Sendable {
    /// Written.
    case written
    /// Written, as the first one of its source.
    case switched
    /// Not written: it was written before.
    case duplicate
    /// Not written: older than the source's first packet here, or than the last 100 numbers.
    case stale
  }

  fileprivate struct Source: Sendable {
    let ssrc: UInt32
    let clockRate: Int
    let numberOffset: UInt16
    let timestampOffset: UInt32
    /// The first packet's number, extended like the window's.
    let first: Int
    var window: SequenceWindow
    /// Timestamp and instant of the newest packet, as the source has it.
    var timestamp: UInt32
    var instant: Instant
  }

  /// The outgoing synchronisation source.
  public let ssrc: UInt32
  /// The number of the next packet in order.
  public private(set) var sequenceNumber: UInt16
  /// Packets written so far, modulo 2^32 as a sender report wants them.
  public private(set) var packets: UInt32 = 0
  /// Payload bytes written so far, without headers, modulo 2^32.
  public private(set) var octets: UInt32 = 0

  private let firstTimestamp: UInt32
  private var source: Source?
  private var isInterrupted = false

  /// A stream that starts at given numbers, to be drawn at random (RFC 3550 §5.1).
  public init(ssrc: UInt32, sequenceNumber: UInt16, timestamp: UInt32) {
    self.ssrc = ssrc
    self.sequenceNumber = sequenceNumber
    firstTimestamp = timestamp
  }

  /// The outgoing timestamp that belongs to `now`; before the first packet the one it will have.
  public func timestamp(at now: Instant) -> UInt32 {
    guard let source else { return firstTimestamp }
    return source.timestamp &+ source.timestampOffset
      &+ MediaClock(rate: source.clockRate).ticks32(now - source.instant)
  }

  /// Says that packets were left out on purpose, or will be: the next packet follows the last one without a
  /// gap in the numbers.
  public mutating func interrupt() { isInterrupted = true }

  /// Writes the packet of a source into `datagram` as the next one of this stream.
  ///
  /// - Parameters:
  ///   - header: the packet as it came.
  ///   - payload: its payload, copied as it is.
  ///   - payloadType: the outgoing payload type, 0...127.
  ///   - clockRate: ticks per second of the payload's RTP clock, the same on both sides.
  ///   - extensions: the outgoing header extensions.
  ///   - now: when the packet came.
  /// - Returns: whether it was written; `datagram` is empty otherwise.
  public mutating func rewrite(
    _ header: PacketHeader, payload: Span<UInt8>, payloadType: UInt8, clockRate: Int,
    extensions: borrowing PacketExtensions = .none, at now: Instant, into datagram: inout [UInt8]
  ) -> Outcome {
    precondition(payloadType < 128, "an RTP payload type is 0...127")
    precondition(clockRate > 0, "an RTP clock has a positive rate")
    datagram.removeAll(keepingCapacity: true)
    let outcome = place(header, clockRate: clockRate, at: now)
    guard let source, outcome == .written || outcome == .switched else { return outcome }
    let outgoing = PacketHeader(
      marker: header.marker || outcome == .switched, payloadType: payloadType,
      sequenceNumber: header.sequenceNumber &+ source.numberOffset,
      timestamp: header.timestamp &+ source.timestampOffset, ssrc: ssrc, payloadBytes: payload.count)
    outgoing.append(to: &datagram, extensions: extensions)
    unsafe payload.withUnsafeBufferPointer { unsafe datagram.append(contentsOf: $0) }
    packets &+= 1
    octets &+= UInt32(truncatingIfNeeded: payload.count)
    return outcome
  }

  private mutating func place(_ header: PacketHeader, clockRate: Int, at now: Instant) -> Outcome {
    guard var source, !isInterrupted, source.ssrc == header.ssrc, source.clockRate == clockRate else {
      return begin(header, clockRate: clockRate, at: now)
    }
    switch source.window.position(of: header.sequenceNumber) {
    case .far: return begin(header, clockRate: clockRate, at: now)
    case .behind(_, seen: true): return .duplicate
    case .behind(let distance, seen: false):
      guard source.window.highest - distance > source.first else { return .stale }
      source.window.mark(back: distance)
      self.source = source
    case .ahead(let step):
      guard source.isContinued(by: header, at: now) else {
        return begin(header, clockRate: clockRate, at: now)
      }
      source.window.advance(by: step)
      source.timestamp = header.timestamp
      source.instant = now
      sequenceNumber &+= UInt16(truncatingIfNeeded: step)
      self.source = source
    }
    return .written
  }

  private mutating func begin(_ header: PacketHeader, clockRate: Int, at now: Instant) -> Outcome {
    var timestamp = firstTimestamp
    if let source {
      let newest = source.timestamp &+ source.timestampOffset
      // At least one tick on, so that two sources never share a timestamp.
      timestamp = newest &+ max(1, MediaClock(rate: clockRate).ticks32(max(.zero, now - source.instant)))
    }
    let window = SequenceWindow(first: header.sequenceNumber)
    source = Source(
      ssrc: header.ssrc, clockRate: clockRate, numberOffset: sequenceNumber &- header.sequenceNumber,
      timestampOffset: timestamp &- header.timestamp, first: window.highest, window: window,
      timestamp: header.timestamp, instant: now)
    sequenceNumber &+= 1
    isInterrupted = false
    return .switched
  }
}

extension StreamForwarder.Source {
  /// Whether the timestamp of a newer packet follows the stream: not back, and not more than 3 s further than
  /// the time that has passed.
  fileprivate func isContinued(by header: PacketHeader, at now: Instant) -> Bool {
    let step = Int32(bitPattern: header.timestamp &- timestamp)
    guard step >= 0 else { return false }
    return MediaClock(rate: clockRate).duration(of: Int64(step)) - (now - instant) <= .seconds(3)
  }
}
