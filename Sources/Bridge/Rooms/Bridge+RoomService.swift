public import RoomMessages
import Rooms
public import SansIO

/// What LiveKit's RoomService asks of the rooms.
extension Bridge {
  /// How long a room that was created on purpose stays empty by default: LiveKit's 5 minutes.
  static let emptyTimeout = Interval.seconds(300)

  /// Makes a room that waits for people; an existing one is answered as it is.
  public func createRoom(_ request: Livekit_CreateRoomRequest, at now: Instant) -> Livekit_Room {
    let room = rooms[request.name] ?? makeRoom(request.name, at: now)
    room.emptyTimeout = request.emptyTimeout > 0 ? .seconds(Int(request.emptyTimeout)) : Bridge.emptyTimeout
    if !request.metadata.isEmpty { room.metadata = request.metadata }
    forgetIfEmpty(room, at: now)
    return info(room)
  }

  /// The rooms of these names; all when there are none.
  public func listRooms(_ names: [String]) -> [Livekit_Room] {
    rooms.values.filter { names.isEmpty || names.contains($0.name) }.sorted { $0.name < $1.name }.map(info)
  }

  /// Ends a room: everybody is sent away, callers are hung up.
  /// - Returns: whether there is one of this name.
  public func deleteRoom(_ name: String, at now: Instant) -> Bool {
    guard let room = rooms[name] else { return false }
    close(room, .roomDeleted, cause: .roomEnded, at: now)
    drainAgent(at: now)
    return true
  }

  /// Everybody in a room, callers first; `nil` when there is no such room.
  public func listParticipants(in name: String) -> [Livekit_ParticipantInfo]? {
    guard let room = rooms[name] else { return nil }
    return room.calls.compactMap { call in call.presence.map(info) } + room.participants.map(info)
  }

  /// Sends a participant away, or hangs up a caller.
  /// - Returns: whether the room has one of this identity.
  public func removeParticipant(_ identity: String, from name: String, at now: Instant) -> Bool {
    guard let room = rooms[name] else { return false }
    if let participant = room.participants.first(where: { $0.identity == identity }) {
      dismiss(participant, .participantRemoved, at: now)
      return true
    }
    guard let call = room.calls.first(where: { $0.presence?.identity == identity }) else { return false }
    hangUp(call, cause: .removed, at: now)
    drainAgent(at: now)
    return true
  }

  /// Mutes or unmutes a track for everybody; its publisher is told.
  /// - Returns: the track as it is now; `nil` when the room, the participant or the track is not there.
  public func muteTrack(
    _ sid: String, of identity: String, in name: String, muted: Bool, at now: Instant
  ) -> Livekit_TrackInfo? {
    guard let room = rooms[name] else { return nil }
    if let participant = room.participants.first(where: { $0.identity == identity }) {
      guard let published = participant.published.first(where: { $0.track.sid == sid }) else { return nil }
      published.track.mute(muted)
      outputs.append(.sendSignal(participant.connection, Signals.mute(sid, muted)))
      changed(participant)
      return published.track.info
    }
    guard let call = room.calls.first(where: { $0.presence?.identity == identity }),
      let presence = call.presence, presence.track.sid == sid
    else { return nil }
    presence.track.mute(muted)
    presence.version += 1
    tell(room, Signals.update([info(presence)]), except: nil)
    return presence.track.info
  }
}
