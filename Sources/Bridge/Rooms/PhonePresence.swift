import RoomMessages
import SansIO

/// How a phone caller appears to the participants of its room: a participant of kind SIP with one track.
final class PhonePresence {
  let sid: String
  let identity: String
  let name: String
  let attributes: [String: String]
  let joinedAt: Instant
  /// The caller's sound.
  let track: RoomTrack
  var version: UInt32 = 1

  init(
    sid: String, identity: String, name: String, attributes: [String: String], track: RoomTrack,
    at now: Instant
  ) {
    self.sid = sid
    self.identity = identity
    self.name = name
    self.attributes = attributes
    self.track = track
    joinedAt = now
  }
}
