public import SansIO

extension AdaptivePacketQueue {
  /// Gives the next piece for the frame that is played at `now`; to be called until that frame is full or the
  /// answer is `.idle`.
  ///
  /// - Parameters:
  ///   - now: the mixer's tick; the same for all pieces of one frame.
  ///   - wanted: how many ticks the frame still lacks, 1 up to 20 ms.
  ///   - payload: gets the payload of a packet; emptied otherwise.
  public mutating func next(at now: Instant, wanting wanted: Int, into payload: inout [UInt8]) -> Piece {
    payload.removeAll(keepingCapacity: true)
    lastPull = now
    if case .free = phase {
      guard Int64(wanted) == frame, start(at: now) else { return .idle }
    }
    if isAdaptive, Int64(wanted) == frame { shrink(at: now) }
    dropPassed()
    guard let head = store.first else { return underrun(Int64(wanted)) }
    guard head.start > cursor else { return play(head, into: &payload) }
    let gap = head.start - cursor
    guard isMissing(before: head), gap <= 10 * frame else {
      // The sender paused, or so much is lost that concealing it makes no sense: wait until it is due.
      phase = .free
      guard Int64(wanted) == frame, start(at: now), let head = store.first else { return .idle }
      return play(head, into: &payload)
    }
    return miss(min(gap, Int64(wanted)), before: head, into: &payload)
  }

  /// Passes over frames whose time is over since pulls were left out; only where the delay is fixed.
  ///
  /// - Parameter held: how many ticks were handed out and not played yet.
  /// - Returns: how many ticks are passed over; those held first.
  mutating func passOver(at now: Instant, held: Int) -> Int {
    guard case .running = phase, !isAdaptive else { return 0 }
    let behind = now - instant(of: cursor - Int64(held))
    guard behind >= .frame else { return 0 }
    let ticks = Int64(behind / .frame) * frame
    cursor += max(0, ticks - Int64(held))
    return Int(ticks)
  }

  /// Starts with the first packet in hand if it is due.
  private mutating func start(at now: Instant) -> Bool {
    while let head = store.first {
      if isAdaptive, let lateness {
        let due = fastestArrival(of: head.start, lateness) + targetDelay
        guard due <= now else { return false }
        anchor = (head.start, due)
        cursor = head.start
      } else {
        let due = instant(of: head.start)
        guard due <= now else { return false }
        let passed = Int64((now - due) / .frame) * frame
        guard passed < head.ticks else {
          store.removeFirst()
          statistics.latePackets += 1
          continue
        }
        cursor = head.start + passed
      }
      phase = .running
      concealed = 0
      excessSince = nil
      return true
    }
    return false
  }

  /// Leaves the first packet out when playing has been later than needed for long enough.
  private mutating func shrink(at now: Instant) {
    guard let lateness, case .adaptive(_, let maximum) = mode else { return }
    while let head = store.first, let follower = store.second, head.start <= cursor,
      follower.start == head.end
    {
      let fastest = fastestArrival(of: head.start, lateness)
      let excess = now - fastest - targetDelay
      guard excess >= max(.frame, clock.duration(of: head.ticks)) + .milliseconds(1) else {
        excessSince = nil
        return
      }
      let since = excessSince ?? now
      excessSince = since
      let patience: Interval = head.isQuiet ? .milliseconds(200) : .seconds(1)
      let isTooLong = now - fastest > maximum + .frame
      guard isTooLong || now - since >= patience else { return }
      anchor.instant += clock.duration(of: cursor - head.end)
      cursor = head.end
      // What was left out stays known as received: it is no loss.
      played = (head.header.sequenceNumber, head.isQuiet, head.header.ssrc)
      playedEnd = head.end
      store.removeFirst()
      statistics.skippedPackets += 1
      excessSince = now
      if !isTooLong { return }
    }
  }

  private mutating func dropPassed() {
    while let head = store.first, head.end <= cursor {
      store.removeFirst()
      statistics.latePackets += 1
    }
  }

  private mutating func play(_ head: PacketStore.Entry, into payload: inout [UInt8]) -> Piece {
    store.copy(head, to: &payload)
    let packet = Packet(
      payloadType: head.header.payloadType, timestamp: head.header.timestamp, arrival: head.arrival,
      ticks: Int(head.ticks), skippedTicks: Int(cursor - head.start))
    cursor = head.end
    playedEnd = head.end
    played = (head.header.sequenceNumber, head.isQuiet, head.header.ssrc)
    concealed = 0
    statistics.playedPackets += 1
    store.removeFirst()
    return .packet(packet)
  }

  /// Whether a packet between the last one played and `head` never came.
  private func isMissing(before head: PacketStore.Entry) -> Bool {
    guard let source, let played, played.ssrc == head.header.ssrc, source.ssrc == head.header.ssrc else {
      return false
    }
    return !source.window.isComplete(between: played.sequenceNumber, and: head.header.sequenceNumber)
  }

  private mutating func miss(
    _ ticks: Int64, before head: PacketStore.Entry, into payload: inout [UInt8]
  ) -> Piece {
    cursor += ticks
    statistics.lostPieces += 1
    let isRecoverable = cursor == head.start
    if isRecoverable { store.copy(head, to: &payload) }
    return .lost(ticks: Int(ticks), isRecoverable: isRecoverable)
  }

  /// Nothing in hand: late, lost, or the sender pauses.
  private mutating func underrun(_ wanted: Int64) -> Piece {
    // After discontinuous transmission nothing is expected, and after 60 ms no longer.
    guard played?.isQuiet != true, concealed < 3 else {
      phase = .free
      return .idle
    }
    concealed += 1
    cursor += wanted
    statistics.lostPieces += 1
    return .lost(ticks: Int(wanted), isRecoverable: false)
  }
}
