public import SansIO

/// Holds received G.711 packets until their playout instant, and cuts them into frames of 20 ms.
///
/// The playout delay is fixed: a sample with timestamp s plays at base + (s − s0)/8000, where s0 is the first
/// packet's first sample and base its arrival + `delay`. Only when that line no longer fits the stream is it
/// drawn anew ("resynchronised", counted in `adjustments`):
/// - the source changes;
/// - the timestamp goes back while the sequence number goes on, or a talkspurt (marker) starts too late;
/// - a packet comes more than 200 ms earlier than the line has it (timestamp jump, shorter path);
/// - for 100 ms all packets came too late (longer path, drift).
///
/// After a pause the new line gives exactly arrival + `delay`. While frames are being played it is moved by
/// at most 10 ms to the running 20 ms grid, so that frames stay whole and what is queued plays to its end.
///
/// The owner passes packets of one path as they come and pulls once per 20 ms. Fixed memory (64 packets of at
/// most 480 bytes), no allocation per packet or frame.
public struct JitterBuffer: Sendable {
  /// What became of an inserted packet.
  public enum Insertion: Hashable, Sendable {
    /// Waits for its playout instant.
    case queued
    /// Was received before.
    case duplicate
    /// Its playout instant has passed; discarded.
    case late
    /// Waits, on a line that starts at this packet.
    case resynchronised
    /// Holds no audio (comfort noise, telephone event, empty): only its sequence number is noted.
    case silent
    /// Longer than 480 bytes, or no room left; discarded.
    case refused
  }

  /// What the pull of one frame gave.
  public enum Playout: Hashable, Sendable {
    /// 160 bytes. `timestamp` is that of the frame's first sample, `arrival` that of the packet which holds
    /// it (the first packet with samples in the frame), `packetEnd` the timestamp just after that packet's
    /// last sample.
    case frame(timestamp: UInt32, arrival: Instant, packetEnd: UInt32)
    /// Nothing for this frame, while a later packet is queued and one before it is missing.
    case lost
    /// Nothing due: not started, the sender pauses, or nothing has come lately.
    case idle
  }

  /// Between a packet's arrival and the playout of its first sample, where the line starts.
  public let delay: Interval
  /// Packets discarded because their playout instant had passed.
  public private(set) var latePackets = 0
  /// Packets discarded as duplicates.
  public private(set) var duplicatePackets = 0
  /// Packets discarded for size, want of room, or because a resynchronisation overtook them.
  public private(set) var discardedPackets = 0
  /// Frames pulled.
  public private(set) var playedFrames = 0
  /// Pulls answered by `.lost`.
  public private(set) var lostFrames = 0
  /// Samples of silence inside pulled frames, where a packet shorter than the frame was missing.
  public private(set) var filledSamples = 0
  /// How often the playout line was drawn anew.
  public private(set) var adjustments = 0
  /// The payload type of the latest frame: 0 is PCMU, 8 is PCMA.
  public private(set) var payloadType: UInt8 = 0

  private var queue = PlayoutQueue()
  private var line: PlayoutLine?
  private var grid = FrameGrid.free(after: Instant(nanoseconds: .min / 2))
  private var lateSince: Instant?

  /// An empty buffer; `delay` is 1 ms up to 500 ms.
  public init(delay: Interval) {
    precondition(
      delay >= .milliseconds(1) && delay <= .milliseconds(500), "the playout delay is 1 ms up to 500 ms")
    self.delay = delay
  }

  /// When the sample with `timestamp` plays, by the line now in force; `nil` before the first packet.
  public func playoutInstant(ofTimestamp timestamp: UInt32) -> Instant? { line?.instant(of: timestamp) }

  /// How many packets wait.
  public var queuedPackets: Int { queue.count }

  // MARK: Packets in

  /// Takes in one packet that came at `now`; `payload` is copied.
  public mutating func insert(_ header: PacketHeader, payload: Span<UInt8>, at now: Instant) -> Insertion {
    guard payload.count <= PlayoutQueue.packetBytes else { return refuse() }
    let isAudio = (header.payloadType == 0 || header.payloadType == 8) && payload.count > 0
    guard let line else {
      guard isAudio else { return .silent }
      return start(with: header, payload, at: now)
    }
    let isSameSource = line.ssrc == header.ssrc
    let position = line.window.position(of: header.sequenceNumber)
    guard isAudio else {
      if isSameSource { self.line?.noteSequence(position) }
      return .silent
    }
    guard isSameSource else { return resynchronise(with: header, payload, at: now) }
    return follow(header, payload, position, on: line, at: now)
  }

  private mutating func follow(
    _ header: PacketHeader, _ payload: Span<UInt8>, _ position: SequenceWindow.Position, on line: PlayoutLine,
    at now: Instant
  ) -> Insertion {
    if case .behind(_, seen: true) = position {
      duplicatePackets += 1
      return .duplicate
    }
    let instant = line.instant(of: header.timestamp)
    let isEarly = instant - now > delay + .milliseconds(200)
    if case .behind = position {
      // From before the line was drawn: no reason to draw it again.
      guard !isEarly else { return refuse() }
    } else if isEarly || line.isStepBack(header, position) {
      return resynchronise(with: header, payload, at: now)
    }
    guard grid.isPlayable(from: instant, samples: payload.count) else {
      return arriveLate(header, payload, position, at: now)
    }
    lateSince = nil
    self.line?.note(header, position)
    return enqueue(header, payload, at: now, playing: instant) ? .queued : .refused
  }

  private mutating func arriveLate(
    _ header: PacketHeader, _ payload: Span<UInt8>, _ position: SequenceWindow.Position, at now: Instant
  ) -> Insertion {
    let since = lateSince ?? now
    let isLasting = now - since >= .milliseconds(100)
    switch position {
    case .ahead where isLasting || header.marker: return resynchronise(with: header, payload, at: now)
    case .far where isLasting: return resynchronise(with: header, payload, at: now)
    case .far: break
    case .ahead, .behind: line?.note(header, position)
    }
    lateSince = since
    latePackets += 1
    return .late
  }

  private mutating func refuse() -> Insertion {
    discardedPackets += 1
    return .refused
  }

  private mutating func resynchronise(
    with header: PacketHeader, _ payload: Span<UInt8>, at now: Instant
  ) -> Insertion {
    adjustments += 1
    lateSince = nil
    return start(with: header, payload, at: now) == .queued ? .resynchronised : .refused
  }

  /// Draws a line from this packet on, and drops what is queued beyond its start.
  private mutating func start(with header: PacketHeader, _ payload: Span<UInt8>, at now: Instant) -> Insertion
  {
    let instant = grid.nearestStart(to: now + delay, audio: queue.first?.instant)
    line = PlayoutLine(header, playing: instant, serial: adjustments)
    discardedPackets += queue.removeAll(endingAfter: instant)
    return enqueue(header, payload, at: now, playing: instant) ? .queued : .refused
  }

  private mutating func enqueue(
    _ header: PacketHeader, _ payload: Span<UInt8>, at now: Instant, playing instant: Instant
  ) -> Bool {
    if queue.insert(header, payload, line: adjustments, arrival: now, playing: instant) { return true }
    discardedPackets += 1
    return false
  }

  // MARK: Frames out

  /// Gives the frame whose playout instant lies in (`now` − 20 ms, `now`]; to be called once per 20 ms.
  ///
  /// `samples` is emptied, and filled with 160 bytes when there is a frame.
  public mutating func pull(at now: Instant, into samples: inout [UInt8]) -> Playout {
    samples.removeAll(keepingCapacity: true)
    if case .running(let next) = grid, next > now { return .idle }
    let start = grid.start(at: now, audio: queue.first?.instant)
    if let start {
      discardedPackets += queue.removeFirst(endingBy: start)
      if let first = queue.first, first.instant < start + .frame {
        return play(first, from: start, into: &samples)
      }
    }
    return miss(start, at: now)
  }

  private mutating func play(
    _ first: PlayoutQueue.Entry, from start: Instant, into samples: inout [UInt8]
  ) -> Playout {
    let offset = (start - first.instant).samples
    filledSamples += queue.read(from: start, into: &samples)
    playedFrames += 1
    payloadType = first.header.payloadType
    grid = .running(next: start + .frame)
    return .frame(
      timestamp: first.header.timestamp &+ UInt32(truncatingIfNeeded: offset), arrival: first.arrival,
      packetEnd: first.header.timestamp &+ UInt32(truncatingIfNeeded: first.samples))
  }

  private mutating func miss(_ start: Instant?, at now: Instant) -> Playout {
    let isLost = isPacketMissing
    if isLost { lostFrames += 1 }
    if isLost, let start { grid = .running(next: start + .frame) } else { grid = .free(after: now) }
    return isLost ? .lost : .idle
  }

  /// Whether a packet between the last one played and the next one queued never came.
  private var isPacketMissing: Bool {
    guard let line, let played = queue.played, let next = queue.first, played.line == line.serial,
      next.line == line.serial
    else { return false }
    return !line.window.isComplete(between: played.sequenceNumber, and: next.header.sequenceNumber)
  }
}
