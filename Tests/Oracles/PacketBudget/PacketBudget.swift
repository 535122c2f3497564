package import SansIO

/// Counts what one machine allocates: apart for calls that dealt with nothing but RTP, and for all others (reports,
/// connectivity checks, signalling, timers).
package struct PacketBudget {
  /// RTP packets handed in.
  package private(set) var received = 0
  /// RTP packets handed out.
  package private(set) var sent = 0
  /// Allocations in calls that dealt with RTP only.
  package private(set) var perPackets = 0
  /// Allocations in all other calls.
  package private(set) var others = 0

  /// Nothing counted yet.
  package init() {}

  /// Calls a machine and counts.
  /// - Parameters:
  ///   - input: what it is handed; `nil` when time passes.
  ///   - ledger: where its packets go, empty.
  ///   - body: calls it, and answers whether it wants anything besides: signalling, ports, an entry in the log.
  /// - Returns: what it sent.
  package mutating func count(
    _ input: PacketLedger.Packet?, at now: Instant, in ledger: inout PacketLedger,
    _ body: (inout PacketLedger) -> Bool
  ) -> [PacketLedger.Packet] {
    ledger.now = now
    let before = AllocationCount.now
    let wantsMore = body(&ledger)
    let made = AllocationCount.now - before
    let packets = ledger.take()
    let isMediaOnly = (input ?? packets.first)?.isMedia == true && packets.allSatisfy(\.isMedia) && !wantsMore
    if isMediaOnly { perPackets += made } else { others += made }
    received += input?.isMedia == true ? 1 : 0
    sent += packets.count { $0.isMedia }
    return packets
  }
}
