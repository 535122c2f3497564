public import SansIO

/// What one RTP stream looked like at its receiver: loss, order, jitter and gaps (RFC 3550 A.1, A.3, A.8).
///
/// Differs from the RFC's sample code where telephony wants it:
/// - no probation: the first packet counts, for the source is known from signalling;
/// - duplicates count apart from `received`, so `lost` is exact and never negative;
/// - a number just below the first one lowers the base instead of upsetting the loss;
/// - a restart of the sequence numbers opens a new segment, and the counts go on.
///
/// Per packet: constant work, no allocation.
public struct ReceiverStatistics: Sendable {
  /// The stream's source; of the first packet.
  public private(set) var ssrc: UInt32 = 0
  /// Different packets received.
  public private(set) var received = 0
  /// Payload bytes of the packets in `received`.
  public private(set) var octets = 0
  /// Packets that had been received before; exact within 100 numbers behind the highest.
  public private(set) var duplicates = 0
  /// Packets that came after a newer one.
  public private(set) var reordered = 0
  /// Packets at a far sequence number that no successor confirmed.
  public private(set) var outliers = 0
  /// How often the sender started its sequence numbers anew.
  public private(set) var restarts = 0
  /// When the first packet came.
  public private(set) var firstArrival: Instant?
  /// When the latest packet came that was neither duplicate nor outlier.
  public private(set) var lastArrival: Instant?
  /// How many gaps between consecutive arrivals lasted n whole milliseconds; the last of the 101 buckets
  /// holds 100 ms and more. Duplicates and outliers do not take part.
  public private(set) var arrivalGaps = [Int](repeating: 0, count: 101)
  /// Ticks per second of the stream's RTP clock.
  public let clockRate: Int
  /// Interarrival jitter.
  public private(set) var jitter: InterarrivalJitter
  /// What the timestamps say about the audio.
  public private(set) var timeline = StreamTimeline()
  /// Loss between two reception reports, and the sender's last report.
  var reporting = ReceptionReporting()

  private let telephoneEventPayloadType: UInt8?
  private var window: SequenceWindow?
  private var base = 0
  private var expectedBefore = 0
  private var bursts = LossBursts()
  /// A packet at a far number, and the ticks of audio it holds.
  private var suspect: (header: PacketHeader, ticks: Int?)?

  /// Statistics of a stream of which nothing has come yet.
  ///
  /// - Parameters:
  ///   - telephoneEventPayloadType: the payload type signalled for RFC 4733 events, whose frozen timestamps
  ///     are neither jitter nor a jump.
  ///   - clockRate: ticks per second of the RTP clock: 8,000 for G.711, 48,000 for Opus.
  public init(telephoneEventPayloadType: UInt8? = nil, clockRate: Int = 8_000) {
    self.telephoneEventPayloadType = telephoneEventPayloadType
    self.clockRate = clockRate
    jitter = InterarrivalJitter(clockRate: clockRate)
  }

  /// The highest sequence number so far with the count of cycles above it, as a report block has it.
  public var extendedHighestSequence: UInt32 { UInt32(truncatingIfNeeded: window?.highest ?? 0) }

  /// Packets that the sender must have sent, judging from the sequence numbers.
  public var expected: Int { window.map { expectedBefore + $0.highest - base + 1 } ?? 0 }

  /// Expected packets that have not come.
  public var lost: Int { expected - received }

  /// How many runs of n lost packets there were, n the index; index 64 holds 64 and more. Computed on demand.
  public var lossBursts: [Int] { window.map { bursts.counts(endingWith: $0, base: base) } ?? bursts.counts }

  /// Takes in one packet of the stream. Packets of other sources are the caller's to sort out.
  ///
  /// - Parameter ticks: how much audio it holds, in ticks of the clock; one per payload byte when `nil`, as
  ///   for G.711. 0 for a packet that announces silence (discontinuous transmission) and so explains a pause.
  public mutating func receive(_ header: PacketHeader, ticks: Int? = nil, at now: Instant) -> Arrival {
    guard let position = window?.position(of: header.sequenceNumber) else {
      begin(with: header, ticks, at: now)
      return .first
    }
    switch position {
    case .ahead(let step):
      advance(to: header, ticks, by: step, at: now)
      return step == 1 ? .inOrder : .afterGap(lost: step - 1)
    case .behind(_, seen: true):
      duplicates += 1
      return .duplicate
    case .behind(let distance, seen: false):
      fill(distance, with: header, ticks, at: now)
      return .reordered
    case .far:
      return jump(to: header, ticks, at: now)
    }
  }

  private mutating func begin(with header: PacketHeader, _ ticks: Int?, at now: Instant) {
    ssrc = header.ssrc
    firstArrival = now
    window = SequenceWindow(first: header.sequenceNumber)
    base = Int(header.sequenceNumber)
    let content = content(of: header, ticks)
    count(header, content, at: now)
    timeline.begin(with: header, content)
  }

  private mutating func advance(to header: PacketHeader, _ ticks: Int?, by step: Int, at now: Instant) {
    if let window { bursts.leave(window, by: step, base: base) }
    window?.advance(by: step)
    suspect = nil
    let content = content(of: header, ticks)
    count(header, content, at: now)
    timeline.advance(to: header, content, by: step)
  }

  private mutating func fill(_ distance: Int, with header: PacketHeader, _ ticks: Int?, at now: Instant) {
    window?.mark(back: distance)
    base = min(base, (window?.highest ?? base) - distance)
    reordered += 1
    let content = content(of: header, ticks)
    count(header, content, at: now)
    timeline.fill(with: content)
  }

  /// A.1's `bad_seq`: two consecutive numbers far away are a restart, a single one is a stray.
  private mutating func jump(to header: PacketHeader, _ ticks: Int?, at now: Instant) -> Arrival {
    guard let first = suspect, first.header.sequenceNumber &+ 1 == header.sequenceNumber else {
      suspect = (header, ticks)
      outliers += 1
      return .outlier
    }
    outliers -= 1
    restarts += 1
    restart(with: first.header, first.ticks)
    advance(to: header, ticks, by: 1, at: now)
    return .restarted
  }

  private mutating func restart(with header: PacketHeader, _ ticks: Int?) {
    if let window { bursts.leave(window, by: SequenceWindow.length, base: base) }
    bursts.received()
    expectedBefore = expected
    window = SequenceWindow(first: header.sequenceNumber)
    base = Int(header.sequenceNumber)
    received += 1
    octets += header.payload.count
    jitter.rebase()
    timeline.begin(with: header, content(of: header, ticks))
  }

  private mutating func count(_ header: PacketHeader, _ content: StreamTimeline.Content, at now: Instant) {
    received += 1
    octets += header.payload.count
    if content != .telephoneEvent { jitter.receive(timestamp: header.timestamp, at: now) }
    if let lastArrival {
      let gap = (now - lastArrival).nanoseconds / 1_000_000
      arrivalGaps[Int(min(max(gap, 0), 100))] += 1
    }
    lastArrival = now
  }

  private func content(of header: PacketHeader, _ ticks: Int?) -> StreamTimeline.Content {
    if header.payloadType == telephoneEventPayloadType { return .telephoneEvent }
    let ticks = ticks ?? header.payload.count
    return header.payloadType == 13 || ticks == 0 ? .comfortNoise : .audio(ticks: ticks)
  }
}
