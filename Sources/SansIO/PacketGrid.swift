/// The absolute 20 ms grid on which packets leave, in twenty slots of 1 ms, so that many senders share one timer and
/// their packets spread evenly over each period instead of leaving in one burst.
///
/// The grid is anchored once and never drifts: the n-th packet of a member leaves n × 20 ms after its first slot.
public struct PacketGrid<Member: Hashable & Sendable>: Sendable {
  /// Distance of one member's packets.
  public static var period: Interval { .milliseconds(20) }
  /// Width of a slot.
  public static var slotWidth: Interval { .milliseconds(1) }
  /// A stall longer than this is not caught up with a burst: the missed ticks are dropped and counted.
  public static var longestCatchUp: Interval { .milliseconds(200) }

  private let origin: Instant
  private var slots: [[Member]] = Array(repeating: [], count: 20)
  private var nextTick: Int64 = 0
  /// How many members have a slot.
  public private(set) var count = 0
  /// Ticks dropped because the driver stalled.
  public private(set) var droppedTicks = 0
  private var stall = Interval.zero

  /// Anchors the grid at `origin`.
  public init(origin: Instant) { self.origin = origin }

  /// Gives `member` the emptiest slot and returns it; its first tick is the next one of that slot after `now`, or
  /// after the ticks of others that are overdue.
  public mutating func add(_ member: Member, at now: Instant) -> Int {
    if count == 0 { nextTick = max(nextTick, tick(after: now)) }
    // Ticks of empty slots that have passed must not become the new member's.
    passEmptySlots(until: now)
    var slot = 0
    for candidate in slots.indices where slots[candidate].count < slots[slot].count { slot = candidate }
    slots[slot].append(member)
    count += 1
    return slot
  }

  /// Takes `member` out of `slot`, where `add` put it.
  public mutating func remove(_ member: Member, from slot: Int) {
    guard let place = slots[slot].firstIndex(of: member) else {
      preconditionFailure("PacketGrid: the member has no place in slot \(slot)")
    }
    slots[slot].swapAt(place, slots[slot].count - 1)
    slots[slot].removeLast()
    count -= 1
  }

  /// When the next occupied slot comes round; `nil` when the grid is empty.
  public var nextDeadline: Instant? {
    guard count > 0 else { return nil }
    for ahead in 0..<20 where !slots[slot(of: nextTick + Int64(ahead))].isEmpty {
      return instant(of: nextTick + Int64(ahead))
    }
    preconditionFailure("PacketGrid: \(count) members but no occupied slot")
  }

  /// The slot that is due at `now` with its planned instant, the earliest first; `nil` when none is.
  public mutating func popDue(at now: Instant) -> (slot: Int, planned: Instant)? {
    guard count > 0 else { return nil }
    passEmptySlots(until: now)
    let stalled = now - instant(of: nextTick)
    if stalled > PacketGrid.longestCatchUp {
      let dropped = Int64(stalled / PacketGrid.slotWidth)
      nextTick += dropped
      droppedTicks += Int(dropped)
      stall += PacketGrid.slotWidth * Int(dropped)
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
  public mutating func takeStall() -> Interval {
    defer { stall = .zero }
    return stall
  }

  /// How many members share `slot`.
  public func population(of slot: Int) -> Int { slots[slot].count }

  /// The member at `index` of `slot`.
  public func member(_ index: Int, of slot: Int) -> Member { slots[slot][index] }

  private mutating func passEmptySlots(until now: Instant) {
    while slots[slot(of: nextTick)].isEmpty, instant(of: nextTick) <= now { nextTick += 1 }
  }

  private func slot(of tick: Int64) -> Int { Int(tick % 20) }

  private func instant(of tick: Int64) -> Instant {
    origin + .nanoseconds(tick * PacketGrid.slotWidth.nanoseconds)
  }

  private func tick(after now: Instant) -> Int64 {
    max(0, (now - origin).nanoseconds / PacketGrid.slotWidth.nanoseconds + 1)
  }
}
