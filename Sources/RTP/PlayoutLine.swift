import SansIO

/// The straight line on which a stream's timestamps map to playout instants, and the numbers seen on it.
struct PlayoutLine: Sendable {
  /// The stream's source.
  let ssrc: UInt32
  /// Tells this line from earlier ones of the same buffer.
  let serial: Int
  /// The sequence numbers seen.
  private(set) var window: SequenceWindow
  /// The newest packet's timestamp and instant: two values that name the line. As they follow the stream,
  /// timestamps may wrap as often as they like.
  private var timestamp: UInt32
  private var instant: Instant

  /// The line on which the first sample of `header`'s packet plays at `instant`.
  init(_ header: PacketHeader, playing instant: Instant, serial: Int) {
    ssrc = header.ssrc
    self.serial = serial
    window = SequenceWindow(first: header.sequenceNumber)
    timestamp = header.timestamp
    self.instant = instant
  }

  /// When the sample with timestamp `other` plays.
  func instant(of other: UInt32) -> Instant {
    instant + .samples(Int(Int32(bitPattern: other &- timestamp)))
  }

  /// Whether the timestamp of `header` goes back although its sequence number goes on.
  func isStepBack(_ header: PacketHeader, _ position: SequenceWindow.Position) -> Bool {
    guard case .ahead = position else { return false }
    return Int32(bitPattern: header.timestamp &- timestamp) < 0
  }

  /// Notes an audio packet of the line.
  mutating func note(_ header: PacketHeader, _ position: SequenceWindow.Position) {
    if case .far = position {
      // The timestamp fits the line, so this is the stream under new sequence numbers.
      window = SequenceWindow(first: header.sequenceNumber)
    }
    noteSequence(position)
    if case .behind = position { return }
    instant = instant(of: header.timestamp)
    timestamp = header.timestamp
  }

  /// Notes only a sequence number: of a packet without audio.
  mutating func noteSequence(_ position: SequenceWindow.Position) {
    switch position {
    case .ahead(let step): window.advance(by: step)
    case .behind(let distance, _): window.mark(back: distance)
    case .far: break
    }
  }
}
