/// The absolute 20 ms grid on which packets leave, in twenty slots of 1 ms, so that many senders share one timer and
/// their packets spread evenly over each period instead of leaving in one burst.
///
/// The grid is anchored once and never drifts: the n-th packet of a member leaves n × 20 ms after its first slot.
/// Inlinable, as `DeadlineQueue` is.
public struct PacketGrid<Member: Hashable & Sendable>: Sendable {
  /// Distance of one member's packets.
  @inlinable
  public static var period: Interval { .milliseconds(20) }
  /// Width of a slot.
  @inlinable
  public static var slotWidth: Interval { .milliseconds(1) }
  /// A stall longer than this is not caught up with a burst: the missed ticks are dropped and counted.
  @inlinable
  public static var longestCatchUp: Interval { .milliseconds(200) }

  @usableFromInline let origin: Instant
  @usableFromInline var slots: [[Member]] = Array(repeating: [], count: 20)
  @usableFromInline var nextTick: Int64 = 0
  /// How many members have a slot.
  @inlinable
  public var count: Int { members }
  /// Ticks dropped because the driver stalled.
  @inlinable
  public var droppedTicks: Int { dropped }
  @usableFromInline var members = 0
  @usableFromInline var dropped = 0
  @usableFromInline var stall = Interval.zero

  /// Anchors the grid at `origin`.
  @inlinable
  public init(origin: Instant) { self.origin = origin }

  /// Gives `member` the emptiest slot and returns it; its first tick is the next one of that slot after `now`, or
  /// after the ticks of others that are overdue.
  @inlinable
  public mutating func add(_ member: Member, at now: Instant) -> Int {
    if count == 0 { nextTick = max(nextTick, tick(after: now)) }
    // Ticks of empty slots that have passed must not become the new member's.
    passEmptySlots(until: now)
    var slot = 0
    for candidate in slots.indices where slots[candidate].count < slots[slot].count { slot = candidate }
    slots[slot].append(member)
    members += 1
    return slot
  }

  /// Takes `member` out of `slot`, where `add` put it.
  @inlinable
  public mutating func remove(_ member: Member, from slot: Int) {
    guard let place = slots[slot].firstIndex(of: member) else {
      preconditionFailure("PacketGrid: the member has no place in slot \(slot)")
    }
    slots[slot].swapAt(place, slots[slot].count - 1)
    slots[slot].removeLast()
    members -= 1
  }

  /// When the next occupied slot comes round; `nil` when the grid is empty.
  @inlinable
  public var nextDeadline: Instant? {
    guard count > 0 else { return nil }
    for ahead in 0..<20 where !slots[slot(of: nextTick + Int64(ahead))].isEmpty {
      return instant(of: nextTick + Int64(ahead))
    }
    preconditionFailure("PacketGrid: \(count) members but no occupied slot")
  }

  /// The slot that is due at `now` with its planned instant, the earliest first; `nil` when none is.
  @inlinable
  public mutating func popDue(at now: Instant) -> (slot: Int, planned: Instant)? {
    guard count > 0 else { return nil }
    passEmptySlots(until: now)
    let stalled = now - instant(of: nextTick)
    if stalled > PacketGrid.longestCatchUp {
      let ticks = stalled / PacketGrid.slotWidth
      nextTick += Int64(ticks)
      dropped += ticks
      stall += PacketGrid.slotWidth * ticks
    }
    while true {
      let planned = instant(of: nextTick)
      guard planned <= now else { return nil }
      let slot = slot(of: nextTick)
      nextTick += 1
      if !slots[slot].isEmpty { return (slot, planned) }
    }
  }

  /// How long the driver stalled since this was asked last, beyond what was caught up with: each member missed a packet
  /// in every 20 ms of it, which it has to account for.
  @inlinable
  public mutating func takeStall() -> Interval {
    defer { stall = .zero }
    return stall
  }

  /// How many members share `slot`.
  @inlinable
  public func population(of slot: Int) -> Int { slots[slot].count }

  /// The member at `index` of `slot`.
  @inlinable
  public func member(_ index: Int, of slot: Int) -> Member { slots[slot][index] }

  @inlinable
  mutating func passEmptySlots(until now: Instant) {
    while slots[slot(of: nextTick)].isEmpty, instant(of: nextTick) <= now { nextTick += 1 }
  }

  @inlinable
  func slot(of tick: Int64) -> Int { Int(tick % 20) }

  @inlinable
  func instant(of tick: Int64) -> Instant {
    origin + .nanoseconds(tick * PacketGrid.slotWidth.nanoseconds)
  }

  @inlinable
  func tick(after now: Instant) -> Int64 {
    max(0, (now - origin).nanoseconds / PacketGrid.slotWidth.nanoseconds + 1)
  }
}
