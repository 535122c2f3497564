import SansIO

/// Makes one event out of the packets that repeat it, whichever of them are lost (RFC 4733 §2.5).
///
/// An event is over with its first end packet, with the beginning of another one, or when nothing was heard
/// of it for 160 ms: senders repeat at most every 50 ms, so three repetitions are missing then.
struct TelephoneEventAssembler {
  /// How long an event lives without a packet.
  static let silenceLimit = Interval.milliseconds(160)
  /// How many finished events wait to be polled at most; more are dropped.
  static let capacity = 16

  private struct Running {
    var packet: TelephoneEventPacket
    /// The samples of the segments before this one (§2.5.1.3).
    var earlierSegments: Int
    var lastHeard: Instant
  }

  private enum State {
    /// Nothing has been heard.
    case idle
    /// A key is down. → `ended`
    case running(Running)
    /// The event of this timestamp was reported; its repetitions are not news. → `running`
    case ended(timestamp: UInt32)
  }

  private var state = State.idle
  private var finished: [TelephoneEvent] = []

  init() { finished.reserveCapacity(TelephoneEventAssembler.capacity) }

  /// Whether a key is down.
  var isRunning: Bool {
    if case .running = state { true } else { false }
  }

  /// Takes the next packet.
  mutating func receive(_ packet: TelephoneEventPacket, at now: Instant) {
    switch state {
    case .idle:
      begin(packet, at: now)
    case .ended(let timestamp):
      if packet.timestamp != timestamp, Int32(bitPattern: packet.timestamp &- timestamp) > 0 {
        begin(packet, at: now)
      }
    case .running(let running):
      update(running, with: packet, at: now)
    }
  }

  /// Ends an event that fell silent.
  mutating func advance(to now: Instant) {
    if case .running(let running) = state, now - running.lastHeard >= TelephoneEventAssembler.silenceLimit {
      report(running)
    }
  }

  /// The next event that is over, in the order they ended.
  mutating func next() -> TelephoneEvent? { finished.isEmpty ? nil : finished.removeFirst() }

  /// Forgets the time line, when the sender has begun a new one; a running event is reported.
  mutating func reset() {
    if case .running(let running) = state { report(running) }
    state = .idle
  }

  private mutating func update(_ running: Running, with packet: TelephoneEventPacket, at now: Instant) {
    let elapsed = Int32(bitPattern: packet.timestamp &- running.packet.timestamp)
    guard elapsed >= 0 else { return }
    var next = running
    if elapsed > 0 {
      let isNextSegment = packet.code == running.packet.code && elapsed == Int32(UInt16.max)
      guard isNextSegment else {
        report(running)
        return begin(packet, at: now)
      }
      next.earlierSegments += Int(elapsed)
      next.packet = packet
    } else {
      guard packet.code == running.packet.code else { return }
      next.packet.duration = max(running.packet.duration, packet.duration)
    }
    next.lastHeard = now
    state = .running(next)
    if packet.isEnd { report(next) }
  }

  private mutating func begin(_ packet: TelephoneEventPacket, at now: Instant) {
    let running = Running(packet: packet, earlierSegments: 0, lastHeard: now)
    state = .running(running)
    if packet.isEnd { report(running) }
  }

  private mutating func report(_ running: Running) {
    state = .ended(timestamp: running.packet.timestamp)
    guard finished.count < TelephoneEventAssembler.capacity else { return }
    let samples = running.earlierSegments + Int(running.packet.duration)
    finished.append(TelephoneEvent(code: running.packet.code, duration: .microseconds(Int64(samples) * 125)))
  }
}
