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

  /// Lets go of everybody at once and tells nobody: the bridge is no more.
  func dissolve() {
    for track in tracks { track.removeAll() }
    calls = []
    participants = []
  }

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
    Room.clear(&sum)
    for call in calls {
      call.pullFrame(at: now)
      if call.isHeard { Room.add(call.frame, to: &sum) }
    }
    for participant in participants {
      for published in participant.published {
        guard published.pullFrame(at: now) else { continue }
        // A muted track is silence, whatever still comes.
        guard !published.track.isMuted else { continue }
        if let active = published.lastActivity { activity(at: active) }
        Room.add(published.frame, to: &sum)
      }
    }
    for call in calls {
      Room.mix(sum, without: call.isHeard ? call.frame : nil, into: &mix)
      deliver(call, mix.span)
    }
  }

  // Whole frames by spans: array element by array element the mix costs ten times as much.

  private static func clear(_ sum: inout [Int32]) {
    var sum = sum.mutableSpan
    for index in sum.indices { sum[index] = 0 }
  }

  private static func add(_ frame: [Int16], to sum: inout [Int32]) {
    let frame = frame.span
    var sum = sum.mutableSpan
    for index in sum.indices { sum[index] += Int32(frame[index]) }
  }

  /// Mixes all but `own`, where that is part of `sum`.
  private static func mix(_ sum: [Int32], without own: [Int16]?, into mix: inout [Int16]) {
    let sum = sum.span
    var mix = mix.mutableSpan
    guard let own else {
      for index in mix.indices { mix[index] = Int16(clamping: sum[index]) }
      return
    }
    let frame = own.span
    for index in mix.indices { mix[index] = Int16(clamping: sum[index] - Int32(frame[index])) }
  }
}
