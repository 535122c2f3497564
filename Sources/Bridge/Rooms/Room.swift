import Audio
import SansIO

/// A room: the callers and participants in it hear each other.
///
/// Callers get one mix each 20 ms, in the room's slot of the grid; participants get every track of the others as it is.
final class Room {
  let sid: String
  /// Name, from the dispatch rule or the token.
  let name: String
  let createdAt: Instant
  /// How long the room stays without anybody in it; zero for one that nobody created on purpose.
  var emptyTimeout = Interval.zero
  var metadata = ""
  /// Where the room stands in the packet grid, while it has callers.
  var slot: Int?
  /// The calls in it, in order of arrival.
  private(set) var calls: [BridgeCall] = []
  /// The participants in it, in order of arrival.
  private(set) var participants: [RoomParticipant] = []
  /// Arrival of the last packet in which anybody in the room was active.
  private(set) var lastActivity: Instant?

  private var sum = [Int32](repeating: 0, count: BridgeCall.frameLength)
  private var mix = [Int16](repeating: 0, count: BridgeCall.frameLength)

  init(sid: String, name: String, at now: Instant) {
    self.sid = sid
    self.name = name
    createdAt = now
  }

  var isEmpty: Bool { calls.isEmpty && participants.isEmpty }

  /// Callers and participants.
  var population: Int { calls.count + participants.count }

  func enter(_ call: BridgeCall) { calls.append(call) }

  func leave(_ call: BridgeCall) { calls.removeAll { $0 === call } }

  func enter(_ participant: RoomParticipant) { participants.append(participant) }

  func leave(_ participant: RoomParticipant) { participants.removeAll { $0 === participant } }

  /// Every track in the room.
  var tracks: [RoomTrack] {
    calls.compactMap { $0.presence?.track } + participants.flatMap { $0.published.map(\.track) }
  }

  /// Somebody in the room was active at `instant`.
  func activity(at instant: Instant) {
    if lastActivity.map({ instant > $0 }) ?? true { lastActivity = instant }
  }

  /// Pulls the frame that is due at `now` from every caller and track and hands each caller the sum of the others'
  /// (mix-minus).
  func mixFrame(at now: Instant, _ deliver: (BridgeCall, Span<Int16>) -> Void) {
    for index in sum.indices { sum[index] = 0 }
    for call in calls {
      call.pullFrame(at: now)
      if call.isHeard { add(call.frame) }
    }
    for participant in participants {
      for published in participant.published {
        guard published.pullFrame(at: now) else { continue }
        // A muted track is silence, whatever still comes.
        guard !published.track.isMuted else { continue }
        if let active = published.lastActivity { activity(at: active) }
        add(published.frame)
      }
    }
    for call in calls {
      for index in mix.indices {
        let own = call.isHeard ? Int32(call.frame[index]) : 0
        mix[index] = Int16(clamping: sum[index] - own)
      }
      deliver(call, mix.span)
    }
  }

  private func add(_ frame: [Int16]) {
    for index in sum.indices { sum[index] += Int32(frame[index]) }
  }
}
