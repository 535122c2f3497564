public import RoomMessages
public import SwiftProtobuf

/// A message that the room service responds with.
public protocol TwirpResponse: Message {
  /// Writes the message's fields, in the order of their declaration.
  func write(to json: inout TwirpJSON)
}

extension Livekit_Room: TwirpResponse {
  public func write(to json: inout TwirpJSON) {
    json.field("sid", sid)
    json.field("name", name)
    json.field("empty_timeout", emptyTimeout)
    json.field("departure_timeout", departureTimeout)
    json.field("max_participants", maxParticipants)
    json.field("creation_time", creationTime)
    json.field("creation_time_ms", creationTimeMs)
    json.field("turn_password", turnPassword)
    json.field("enabled_codecs", each: enabledCodecs) { codec, json in
      json.field("mime", codec.mime)
      json.field("fmtp_line", codec.fmtpLine)
    }
    json.field("metadata", metadata)
    json.field("num_participants", numParticipants)
    json.field("num_publishers", numPublishers)
    json.field("active_recording", activeRecording)
    json.field("version", hasVersion ? version : nil) { $0.write(to: &$1) }
  }
}

extension Livekit_ListRoomsResponse: TwirpResponse {
  public func write(to json: inout TwirpJSON) { json.field("rooms", each: rooms) { $0.write(to: &$1) } }
}

extension Livekit_DeleteRoomResponse: TwirpResponse {
  public func write(to json: inout TwirpJSON) {}
}

extension Livekit_ListParticipantsResponse: TwirpResponse {
  public func write(to json: inout TwirpJSON) {
    json.field("participants", each: participants) { $0.write(to: &$1) }
  }
}

extension Livekit_RemoveParticipantResponse: TwirpResponse {
  public func write(to json: inout TwirpJSON) {}
}

extension Livekit_MuteRoomTrackResponse: TwirpResponse {
  public func write(to json: inout TwirpJSON) {
    json.field("track", hasTrack ? track : nil) { $0.write(to: &$1) }
  }
}

extension Livekit_TimedVersion {
  func write(to json: inout TwirpJSON) {
    json.field("unix_micro", unixMicro)
    json.field("ticks", ticks)
  }
}
