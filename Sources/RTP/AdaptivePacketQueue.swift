public import SansIO

/// Holds received packets of any codec until they are to be played, and says what to play next.
///
/// The owner passes the packets of one path as they come, each with the ticks of audio it holds, and asks for
/// the next piece whenever its mixer, which ticks every 20 ms, runs short of samples (`FramePlayout` does
/// that and keeps what was decoded too much).
///
/// Adaptive: audio that starts after a pause starts the delay of the moment after the fastest packets'
/// arrival (see `PlayoutMode`). A packet that comes too late, with none behind it, is played all the same, so
/// that the delay grows at once by as much as is needed. For shrinking, a packet is left out: a quiet one
/// once playing was a whole frame later than needed for 200 ms, any after 1 s. Pauses change the delay for
/// free.
///
/// Fixed: a tick with timestamp s plays at base + (s − s0)/rate. The line is drawn anew like that of
/// `JitterBuffer`: when the source changes or starts anew, when packets come 200 ms too early, or all too
/// late for 100 ms.
///
/// Fixed memory, no allocation per packet once the queue has been as long as it gets.
public struct AdaptivePacketQueue: Sendable {
  /// What became of an inserted packet.
  public enum Insertion: Hashable, Sendable {
    /// Waits for its playout instant.
    case queued
    /// Came after its playout instant; waits nevertheless, as the delay grew.
    case delayed
    /// Waits, on a line that starts at this packet.
    case resynchronised
    /// Was received before; discarded.
    case duplicate
    /// Its playout instant has passed; discarded.
    case late
    /// Longer than 1,500 bytes or 120 ms, without audio, or no room left; discarded.
    case refused
  }

  /// What to play next.
  public enum Piece: Hashable, Sendable {
    /// The packet whose payload was handed out.
    case packet(Packet)
    /// Nothing came for `ticks`: to be concealed. When `isRecoverable`, the payload handed out is that of the
    /// packet right behind, which may hold a copy (in-band FEC) and will be handed out again.
    case lost(ticks: Int, isRecoverable: Bool)
    /// Nothing is due: not started, the sender pauses, or nothing has come lately.
    case idle
  }

  /// A packet to be played.
  public struct Packet: Hashable, Sendable {
    /// Which encoding the payload has.
    public var payloadType: UInt8
    /// The timestamp of its first tick.
    public var timestamp: UInt32
    /// When it came.
    public var arrival: Instant
    /// How many ticks it holds.
    public var ticks: Int
    /// How many of them, from the front, are too late to be played.
    public var skippedTicks: Int
  }

  /// What happened so far.
  public struct Statistics: Hashable, Sendable {
    /// Packets that came after their playout instant; those that were discarded and those that delayed the
    /// rest.
    public var latePackets = 0
    /// Packets received before.
    public var duplicatePackets = 0
    /// Packets discarded for size, want of room, or because a new line overtook them.
    public var discardedPackets = 0
    /// Pieces answered by `.lost`.
    public var lostPieces = 0
    /// Packets played.
    public var playedPackets = 0
    /// Packets left out to shorten the delay.
    public var skippedPackets = 0
    /// How often the playout line was drawn anew within audio: sources that change or start anew.
    public var resynchronisations = 0

    /// Nothing yet.
    public init() {}
  }

  enum Phase: Sendable {
    /// Nothing plays; a packet starts when it is due.
    case free
    /// Audio plays, and goes on at `cursor`.
    case running
  }

  /// How the sender's timestamps map to media time: ticks that go on over all sources.
  struct Source: Sendable {
    let ssrc: UInt32
    var window: SequenceWindow
    /// The newest packet's timestamp, twice.
    var timestamp: UInt32
    var start: Int64

    func mediaTime(of other: UInt32) -> Int64 { start + Int64(Int32(bitPattern: other &- timestamp)) }
  }

  /// The mode it was made with.
  public let mode: PlayoutMode
  /// Ticks per second of the timestamps.
  public let clockRate: Int
  /// What happened so far.
  public internal(set) var statistics = Statistics()

  let clock: MediaClock
  var store = PacketStore()
  var source: Source?
  var lateness: LatenessWindow?
  /// A tick of media time and when it plays: the line in force.
  var anchor = (tick: Int64(0), instant: Instant.zero)
  var phase = Phase.free
  /// The next tick to play.
  var cursor: Int64 = 0
  /// Just after the last tick that was really played.
  var playedEnd: Int64 = 0
  /// The number of the packet played last, and whether it was quiet.
  var played: (sequenceNumber: UInt16, isQuiet: Bool, ssrc: UInt32)?
  /// Pieces concealed in a row.
  var concealed = 0
  var excessSince: Instant?
  var lateSince: Instant?
  var lastPull: Instant?
  /// The ticks of the latest packet.
  var packetTicks: Int64

  /// An empty queue.
  ///
  /// - Parameters:
  ///   - mode: how long packets wait.
  ///   - clockRate: ticks per second of the RTP clock: 48,000 for Opus, 8,000 for G.711.
  public init(mode: PlayoutMode, clockRate: Int) {
    precondition(clockRate >= 1_000 && clockRate <= 192_000, "an RTP clock of \(clockRate) Hz")
    switch mode {
    case .adaptive(let minimum, let maximum):
      precondition(minimum >= .zero && minimum <= maximum, "the least playout delay is above the greatest")
      precondition(maximum <= .milliseconds(500), "the playout delay is at most 500 ms")
    case .fixed(let delay):
      precondition(
        delay >= .milliseconds(1) && delay <= .milliseconds(500), "the playout delay is 1 ms up to 500 ms")
    }
    self.mode = mode
    self.clockRate = clockRate
    clock = MediaClock(rate: clockRate)
    packetTicks = Int64(clockRate) / 50
  }

  /// How many packets wait.
  public var queuedPackets: Int { store.count }

  /// When the tick with `timestamp` plays, by the line now in force; `nil` before the first packet.
  ///
  /// Adaptive, the line is that of the audio played now or last; a pause draws a new one.
  public func playoutInstant(ofTimestamp timestamp: UInt32) -> Instant? {
    source.map { instant(of: $0.mediaTime(of: timestamp)) }
  }

  /// How long the line in force keeps the fastest packets; the network's jitter must fit in. Zero before the
  /// first packet.
  public var depth: Interval {
    switch mode {
    case .fixed(let delay): source == nil ? .zero : delay
    case .adaptive: lateness.map { instant(of: cursor) - fastestArrival(of: cursor, $0) } ?? .zero
    }
  }

  // MARK: Times

  /// One tick of the mixer, in ticks of the clock.
  var frame: Int64 { Int64(clockRate) / 50 }

  func instant(of tick: Int64) -> Instant { anchor.instant + clock.duration(of: tick - anchor.tick) }

  /// When a packet that starts at `tick` would have come with the fastest.
  func fastestArrival(of tick: Int64, _ lateness: LatenessWindow) -> Instant {
    .zero + clock.duration(of: tick) + lateness.leastTransit
  }

  /// How long to keep the fastest packets.
  var targetDelay: Interval {
    switch mode {
    case .fixed(let delay): return delay
    case .adaptive(let minimum, let maximum):
      // A frame needs all its packets, and packets shorter than it come one after the other.
      let filling = clock.duration(of: max(0, frame - packetTicks))
      return min(maximum, (lateness?.spread ?? .zero) + minimum + filling)
    }
  }

  var isAdaptive: Bool {
    if case .adaptive = mode { true } else { false }
  }
}
