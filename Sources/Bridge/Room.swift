import Audio
import SansIO

/// A room: the calls in it hear each other. One mix every 20 ms, in the room's slot of the grid.
final class Room {
  /// Name, from the dispatch rule.
  let name: String
  /// Where the room stands in the packet grid.
  let slot: Int
  /// The calls in it, in order of arrival.
  private(set) var members: [BridgeCall] = []
  /// Arrival of the last packet in which anybody in the room was active.
  private(set) var lastActivity: Instant?

  private var sum = [Int32](repeating: 0, count: BridgeCall.frameLength)
  private var mix = [Int16](repeating: 0, count: BridgeCall.frameLength)

  init(name: String, slot: Int) {
    self.name = name
    self.slot = slot
  }

  func enter(_ call: BridgeCall) { members.append(call) }

  func leave(_ call: BridgeCall) { members.removeAll { $0 === call } }

  /// Somebody in the room was active at `instant`.
  func activity(at instant: Instant) {
    if lastActivity.map({ instant > $0 }) ?? true { lastActivity = instant }
  }

  /// Pulls the frame that is due at `now` from every member and hands each the sum of the others' (mix-minus).
  func mixFrame(at now: Instant, _ deliver: (BridgeCall, Span<Int16>) -> Void) {
    for index in sum.indices { sum[index] = 0 }
    for member in members {
      member.pullFrame(at: now)
      guard member.hasFrame else { continue }
      for index in sum.indices { sum[index] += Int32(member.frame[index]) }
    }
    for member in members {
      for index in mix.indices {
        let own = member.hasFrame ? Int32(member.frame[index]) : 0
        mix[index] = Int16(clamping: sum[index] - own)
      }
      deliver(member, mix.span)
    }
  }
}
