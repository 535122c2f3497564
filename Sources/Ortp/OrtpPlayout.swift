public import SansIO

/// The receiving side of a phone leg: RTP datagrams of any packet length go in as they arrive, one frame of
/// 20 ms comes out per pull. On oRTP, which orders the packets, estimates the sender's clock and its jitter,
/// and queues the telephone events; it opens no socket and its time is the `at:` of each call.
///
/// **Delay.** A packet's first sample comes out with the first pull that lies at least `delay - 10 ms` after
/// the packet's usual arrival, so pulls every 20 ms give it out `delay ± 10 ms` after that, `delay` on
/// average; the correction of clock drift lets this grow to ± 15 ms. Packets of 10 or 30 ms, which do not
/// fill whole frames, wait 10 ms longer. A packet may thus be `delay - 15 ms` late without loss: the least
/// `delay` for jitter of ± j is j + 15 ms (20 ms for ± 5 ms), and with less a packet is lost only while pulls
/// fall unluckily between arrivals.
///
/// **Depth.** With `adaptive` the delay grows to four times the mean lateness of packets, which is what
/// evenly spread jitter needs, at most 200 ms, and shrinks again. Growing costs frames (`.lost`), shrinking
/// leaves frames out.
///
/// **Discontinuity.** A packet of another source, or one that arrives over 250 ms before its time, is
/// followed when the next one in sequence confirms it; one that arrives too late to be played when two more
/// confirm it. When nothing has arrived for 500 ms the first packet is followed at once.
///
/// Not for concurrent use. Everything is bounded: 32 packets, 16 events.
public struct OrtpPlayout: ~Copyable {
  /// The most delay that `adaptive` leads to, unless `delay` is more.
  public static let maximumAdaptiveDelay = Interval.milliseconds(200)

  private enum State {
    /// Nothing is being played; the last word may have been a noise level. → `playing` when a packet is due
    case idle(noise: UInt8?)
    /// Frames follow each other; the last `missing` ones were not there. → `idle` after five, or with comfort
    /// noise
    case playing(missing: Int)
  }

  private let payloadTypes: PayloadTypes
  private let nominalDelay: Int32
  private let isAdaptive: Bool
  private var session = OrtpSession()
  private var clock: PlayoutClock?
  private var state = State.idle(noise: nil)
  private var assembly = FrameAssembly()
  private var probation = SourceProbation()
  private var events = TelephoneEventAssembler()
  private var counts = PlayoutStatistics()
  /// How many samples before a packet's time its frame may need it: 0 when packets fill whole frames.
  private var lead = Lead(packetSize: FrameAssembly.frameSize)

  /// Makes a playout for what the call agreed to receive.
  ///
  /// - Parameter delay: between arrival and playing, 0 to 250 ms; less than 10 ms acts as 10 ms, as the
  ///   pull's place between two arrivals makes that much.
  /// - Parameter adaptive: whether the delay grows with the jitter met.
  public init(payloadTypes: PayloadTypes, delay: Interval, adaptive: Bool) {
    precondition(
      delay >= .zero && delay <= .milliseconds(250), "OrtpPlayout delay is \(delay); it must be 0 to 250 ms")
    self.payloadTypes = payloadTypes
    nominalDelay = max(Int32(OrtpPlayout.rounding), Int32(delay.nanoseconds / 125_000))
    isAdaptive = adaptive
  }

  /// What became of the packets so far.
  public var statistics: PlayoutStatistics {
    var statistics = counts
    statistics.duplicates = session.duplicates
    statistics.overflowed = session.overflowed
    statistics.samplesConcealed = assembly.concealed
    return statistics
  }

  /// The delay that is aimed at now.
  public var delay: Interval { .microseconds(Int64(currentDelay) * 125) }

  /// The next telephone event that is over; events are not delayed like audio.
  public mutating func nextTelephoneEvent() -> TelephoneEvent? { events.next() }

  /// Takes the datagram `packet`, whatever is in it, that arrived at `now`.
  public mutating func receive(_ packet: Span<UInt8>, at now: Instant) {
    counts.received += 1
    guard let datagram = RTPDatagram(packet), (1...OrtpInbox.maximumPayload).contains(datagram.payload.count)
    else {
      counts.malformed += 1
      return
    }
    guard let number = payloadTypes.ortpNumber(of: datagram.payloadType) else {
      counts.unexpectedPayloadType += 1
      return
    }
    let isEvent = number == OrtpLibrary.PayloadNumber.telephoneEvent
    guard isEvent ? accept(event: datagram) : accept(datagram, number: number, at: now) else { return }
    let event = packet.withUnsafeBytes { bytes in
      session.submit(
        UnsafeRawBufferPointer(rebasing: bytes[datagram.payload]), number: number,
        // Packets are ordered by their time, in ms: sequence numbers are the peer's to get wrong.
        sequenceNumber: UInt16(truncatingIfNeeded: datagram.timestamp >> 3),
        ticks: isEvent ? datagram.timestamp : datagram.timestamp &* OrtpLibrary.ticksPerSample,
        arrival: clock?.ticks(at: now) ?? 0, at: now)
    }
    if let event { events.receive(event, at: now) }
  }

  /// Gives out the next 20 ms: `frame` is emptied, and filled with 160 bytes when the answer is `.frame`.
  ///
  /// To be called every 20 ms; `now` is when the pull was due, so that a late timer does not count as jitter.
  /// A pull left out costs its frame, not delay.
  public mutating func pull(into frame: inout [UInt8], at now: Instant) -> Playout {
    frame.removeAll(keepingCapacity: true)
    events.advance(to: now)
    guard let clock else { return .nothing }
    let target = target(of: clock, at: now)
    if case .playing = state, let inserted = align(to: target) { return inserted }
    if case .idle(let noise) = state, !start(at: target, clock, noise: noise) { return idleAnswer }
    let noise = fill(clock)
    return emit(into: &frame, noise: noise)
  }
}

// MARK: - Packets in

extension OrtpPlayout {
  /// Earlier than this a packet belongs to another time line: 250 ms, in ticks.
  private static var jumpLimit: Int32 { 2_000 * Int32(OrtpLibrary.ticksPerSample) }
  /// After this long without a packet any packet is followed.
  private static var quiet: Interval { .milliseconds(500) }
  /// After this long without a packet the sender's clock is estimated anew.
  private static var stale: Interval { .milliseconds(10_000) }

  /// Whether an event packet comes from the source that is played.
  private mutating func accept(event datagram: RTPDatagram) -> Bool {
    guard clock == nil || clock?.ssrc == datagram.ssrc else {
      counts.foreign += 1
      return false
    }
    return true
  }

  /// Whether an audio or noise packet is to be kept; begins anew when it opens another stream.
  private mutating func accept(_ datagram: RTPDatagram, number: UInt8, at now: Instant) -> Bool {
    let isAudio = number != OrtpLibrary.PayloadNumber.comfortNoise
    let transit = datagram.timestamp &* OrtpLibrary.ticksPerSample &- PlayoutClock.ticks(at: now)
    guard let clock, now - clock.lastArrival < OrtpPlayout.stale else {
      synchronise(to: datagram, transit: transit, at: now)
      if isAudio { lead.update(packetSize: datagram.payload.count) }
      return true
    }
    let deviation = Int32(bitPattern: transit &- clock.transit) &- session.clockOffset
    let isNear = clock.ssrc == datagram.ssrc && deviation.magnitude <= OrtpPlayout.jumpLimit.magnitude
    let isLate = isOver(
      datagram, samples: isAudio ? datagram.payload.count : FrameAssembly.frameSize, clock, now)
    if isNear && !isLate {
      probation.clear()
      self.clock?.lastArrival = now
      self.clock?.latestTimestamp = datagram.timestamp
      if isAudio { lead.update(packetSize: datagram.payload.count) }
      return true
    }
    if now - clock.lastArrival >= OrtpPlayout.quiet
      || probation.confirms(datagram, transit: transit, needed: isNear ? 3 : 2)
    {
      synchronise(to: datagram, transit: transit, at: now)
      return true
    }
    if clock.ssrc == datagram.ssrc, isLate { counts.late += 1 } else { counts.foreign += 1 }
    // Too late to be played, but oRTP must learn of it to know the jitter.
    return isNear
  }

  /// Whether the last of `samples` samples should have been played before `now`.
  private func isOver(_ datagram: RTPDatagram, samples: Int, _ clock: PlayoutClock, _ now: Instant) -> Bool {
    let end = datagram.timestamp &+ UInt32(truncatingIfNeeded: samples)
    switch state {
    case .playing:
      return Int32(bitPattern: end &- assembly.timestamp) <= 0
    case .idle:
      let frame = UInt32(FrameAssembly.frameSize)
      let scale = OrtpLibrary.ticksPerSample
      return Int32(bitPattern: (end &+ frame) &* scale &- target(of: clock, at: now)) <= 0
    }
  }

  /// Makes `datagram` the first of its stream.
  private mutating func synchronise(to datagram: RTPDatagram, transit: UInt32, at now: Instant) {
    if clock != nil {
      counts.resynchronisations += 1
      session.resynchronise()
      if clock?.ssrc != datagram.ssrc { events.reset() }
    }
    probation.clear()
    state = .idle(noise: nil)
    clock = PlayoutClock(
      ssrc: datagram.ssrc, transit: transit, latestTimestamp: datagram.timestamp, lastArrival: now)
  }
}

// MARK: - Frames out

extension OrtpPlayout {
  /// How far the playout may be from its target before a frame is inserted or left out, in samples: 15 ms.
  private static var slack: Int { 120 }
  /// How far a packet may be before its time when the playout starts with it: half a frame.
  private static var rounding: Int { FrameAssembly.frameSize / 2 }
  /// Farther than this from its target the playout starts anew: 1 s.
  private static var reach: Int { 8_000 }

  /// The delay in samples.
  private var currentDelay: Int32 {
    guard isAdaptive else { return nominalDelay }
    let most = max(nominalDelay, Int32(OrtpPlayout.maximumAdaptiveDelay.nanoseconds / 125_000))
    let needed = 4 * session.lateness / Float(OrtpLibrary.ticksPerSample)
    return max(nominalDelay, needed < Float(most) ? Int32(needed) : most)
  }

  /// The sender's time that should be played at `now`, in ticks.
  private func target(of clock: PlayoutClock, at now: Instant) -> UInt32 {
    let delay = currentDelay &* Int32(OrtpLibrary.ticksPerSample)
    return clock.ticks(at: now) &+ UInt32(bitPattern: session.clockOffset &- delay)
  }

  /// How far `timestamp` is ahead of `target`, in samples, once packets have their lead.
  private func advance(of timestamp: UInt32, over target: UInt32) -> Int {
    let scale = OrtpLibrary.ticksPerSample
    return Int(Int32(bitPattern: timestamp &* scale &- target) / Int32(scale)) + lead.samples
  }

  /// Keeps the delay: leaves frames out when it is too long; answers what to play instead when it is too
  /// short.
  private mutating func align(to target: UInt32) -> Playout? {
    let advance = advance(of: assembly.timestamp, over: target)
    guard abs(advance) <= OrtpPlayout.reach else {
      state = .idle(noise: nil)
      return nil
    }
    if advance > OrtpPlayout.slack {
      counts.framesInserted += 1
      return .lost
    }
    catchUp(advance)
    return nil
  }

  /// Leaves out the frames that are over.
  private mutating func catchUp(_ advance: Int) {
    guard advance < -OrtpPlayout.slack else { return }
    let frames = (-advance - OrtpPlayout.slack + FrameAssembly.frameSize - 1) / FrameAssembly.frameSize
    assembly.skip(frames: frames)
    counts.framesSkipped += frames
  }

  /// Begins to play with the first packet that is due and not over; false when there is none.
  private mutating func start(at target: UInt32, _ clock: PlayoutClock, noise: UInt8?) -> Bool {
    let margin = Int32(OrtpPlayout.rounding - lead.samples) * Int32(OrtpLibrary.ticksPerSample)
    while let packet = session.take(upTo: target &+ UInt32(bitPattern: margin)) {
      guard let variant = packet.variant else {
        state = .idle(noise: packet.noiseLevel)
        continue
      }
      let timestamp = clock.timestamp(of: packet.ticks)
      let advance = advance(of: timestamp, over: target)
      let length = max(packet.payload.count, FrameAssembly.frameSize)
      guard advance + length > FrameAssembly.frameSize - OrtpPlayout.slack else {
        counts.late += 1
        continue
      }
      assembly.begin(at: timestamp)
      _ = assembly.append(packet.payload, at: timestamp, variant)
      catchUp(advance)
      state = .playing(missing: 0)
      return true
    }
    return false
  }

  /// Takes the packets that the next frame needs; the noise level when one of them says that speech is over.
  private mutating func fill(_ clock: PlayoutClock) -> UInt8? {
    let scale = OrtpLibrary.ticksPerSample
    while !assembly.isComplete,
      let packet = session.take(upTo: assembly.lastTimestamp &* scale &+ (scale - 1))
    {
      guard let variant = packet.variant else { return packet.noiseLevel }
      _ = assembly.append(packet.payload, at: clock.timestamp(of: packet.ticks), variant)
    }
    return nil
  }

  /// Gives out the next frame, or says what is there instead.
  private mutating func emit(into frame: inout [UInt8], noise: UInt8?) -> Playout {
    guard case .playing(let missing) = state else { return idleAnswer }
    let variant = assembly.next(into: &frame)
    if let noise { state = .idle(noise: noise) }
    if let variant {
      if noise == nil { state = .playing(missing: 0) }
      counts.framesPlayed += 1
      counts.framesLost += missing
      return .frame(variant)
    }
    guard noise == nil else { return idleAnswer }
    // Five frames: longer than a decoder can conceal. A pressed key takes the place of audio (RFC 4733
    // §2.5.1.2).
    guard missing < 5, !events.isRunning else {
      state = .idle(noise: nil)
      return .nothing
    }
    state = .playing(missing: missing + 1)
    return .lost
  }

  private var idleAnswer: Playout {
    if case .idle(let noise?) = state { .comfortNoise(level: noise) } else { .nothing }
  }
}
