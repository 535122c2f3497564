public import SansIO

extension AdaptivePacketQueue {
  /// Takes in one packet that came at `now`; `payload` is copied.
  ///
  /// - Parameters:
  ///   - header: its header.
  ///   - payload: at most 1,500 bytes, at least one.
  ///   - ticks: how much audio it holds, in ticks of the clock; at most 120 ms.
  ///   - isQuiet: whether leaving it out would hardly be heard: discontinuous transmission, a low level.
  public mutating func insert(
    _ header: PacketHeader, payload: Span<UInt8>, ticks: Int, isQuiet: Bool = false, at now: Instant
  ) -> Insertion {
    guard (1...PacketStore.packetBytes).contains(payload.count), (1...clockRate * 120 / 1_000).contains(ticks)
    else { return refuse() }
    let packet = Incoming(header: header, ticks: Int64(ticks), isQuiet: isQuiet, arrival: now)
    packetTicks = packet.ticks
    guard var source, source.ssrc == header.ssrc else { return restart(packet, payload) }
    let position = source.window.position(of: header.sequenceNumber)
    let start = source.mediaTime(of: header.timestamp)
    switch position {
    case .far: return restart(packet, payload)
    case .behind(_, seen: true):
      statistics.duplicatePackets += 1
      return .duplicate
    case .behind(let distance, seen: false): source.window.mark(back: distance)
    case .ahead(let step):
      guard start >= source.start, !isJump(to: start, at: now) else { return restart(packet, payload) }
      source.window.advance(by: step)
      source.timestamp = header.timestamp
      source.start = start
    }
    self.source = source
    lateness?.note(now - .zero - clock.duration(of: start), at: now)
    return take(packet, payload, at: start, position)
  }

  /// Notes a packet without audio (a telephone event, comfort noise), so that its number does not look lost.
  public mutating func note(_ header: PacketHeader) {
    guard source?.ssrc == header.ssrc else { return }
    switch source?.window.position(of: header.sequenceNumber) {
    case .ahead(let step): source?.window.advance(by: step)
    case .behind(let distance, seen: false): source?.window.mark(back: distance)
    default: break
    }
  }

  private struct Incoming {
    let header: PacketHeader
    let ticks: Int64
    let isQuiet: Bool
    let arrival: Instant
  }

  private mutating func refuse() -> Insertion {
    statistics.discardedPackets += 1
    return .refused
  }

  /// Whether a timestamp moved otherwise than time did: more than a second, or too early for the line.
  private func isJump(to start: Int64, at now: Instant) -> Bool {
    guard let lateness else { return false }
    let transit = now - .zero - clock.duration(of: start)
    if (transit - lateness.lastTransit).magnitude > .seconds(1) { return true }
    switch mode {
    case .fixed(let delay): return instant(of: start) - now > delay + .milliseconds(200)
    case .adaptive(_, let maximum): return lateness.leastTransit - transit > maximum + .milliseconds(200)
    }
  }

  private mutating func take(
    _ packet: Incoming, _ payload: Span<UInt8>, at start: Int64, _ position: SequenceWindow.Position
  ) -> Insertion {
    let end = start + packet.ticks
    guard isPassed(start: start, end: end) else {
      lateSince = nil
      return store(packet, payload, at: start) ? .queued : .refused
    }
    if isAdaptive {
      statistics.latePackets += 1
      // Nothing behind it was played or is there: it is the network that is slower, not one packet.
      guard case .running = phase, start >= playedEnd, store.count == 0 else { return .late }
      anchor.instant += clock.duration(of: cursor - start)
      cursor = start
      return store(packet, payload, at: start) ? .delayed : .refused
    }
    let since = lateSince ?? packet.arrival
    lateSince = since
    if case .ahead = position, packet.arrival - since >= .milliseconds(100) || packet.header.marker {
      return restart(packet, payload)
    }
    statistics.latePackets += 1
    return .late
  }

  /// Whether audio from `start` to `end` can no longer be played, or only if the delay grows.
  private func isPassed(start: Int64, end: Int64) -> Bool {
    switch (phase, isAdaptive) {
    case (.running, true): return start < cursor
    case (.running, false): return end <= cursor
    case (.free, true): return start < playedEnd
    case (.free, false):
      guard let lastPull else { return false }
      let passed = lastPull - instant(of: start)
      // The frames that begin up to the last pull are over.
      return passed >= .zero && .frame * (passed / .frame + 1) >= clock.duration(of: end - start)
    }
  }

  private mutating func store(_ packet: Incoming, _ payload: Span<UInt8>, at start: Int64) -> Bool {
    let done = store.insert(
      packet.header, payload, start: start, ticks: packet.ticks, isQuiet: packet.isQuiet,
      arrival: packet.arrival)
    if !done { statistics.discardedPackets += 1 }
    return done
  }

  /// Draws a line on which the packet plays after the delay, and drops what is queued beyond its start.
  ///
  /// While audio plays or waits, the packet moves by at most 10 ms to the running frames.
  private mutating func restart(_ packet: Incoming, _ payload: Span<UInt8>) -> Insertion {
    let isFirst = source == nil
    if !isFirst { statistics.resynchronisations += 1 }
    lateSince = nil
    excessSince = nil
    let start = place(for: packet.arrival + delayAtStart)
    statistics.discardedPackets += store.removeAll(endingAfter: start)
    source = Source(
      ssrc: packet.header.ssrc, window: SequenceWindow(first: packet.header.sequenceNumber),
      timestamp: packet.header.timestamp, start: start)
    lateness = LatenessWindow(
      transit: packet.arrival - .zero - clock.duration(of: start), at: packet.arrival)
    guard store(packet, payload, at: start) else { return .refused }
    return isFirst ? .queued : .resynchronised
  }

  /// The delay of a packet of which nothing else is known.
  private var delayAtStart: Interval {
    switch mode {
    case .fixed(let delay): delay
    case .adaptive(let minimum, _): minimum + clock.duration(of: max(0, frame - packetTicks))
    }
  }

  /// The tick that plays at `wanted`, or nearest to it where frames are running.
  private mutating func place(for wanted: Instant) -> Int64 {
    let isBusy =
      if case .running = phase { true } else { store.count > 0 }
    guard isBusy else {
      // Nothing to keep in step with: the line is drawn exactly here, well behind what was played.
      let start = max(cursor, playedEnd) + 10 * Int64(clockRate)
      anchor = (start, wanted)
      return start
    }
    let next: Int64
    if case .running = phase { next = cursor } else { next = store.first.map(\.start) ?? cursor }
    let frames = (wanted - instant(of: next) + .frame / 2) / .frame
    return next + Int64(max(0, frames)) * frame
  }
}
