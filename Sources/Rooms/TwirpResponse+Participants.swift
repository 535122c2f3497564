public import RoomMessages

extension Livekit_ParticipantInfo: TwirpResponse {
  public func write(to json: inout TwirpJSON) {
    json.field("sid", sid)
    json.field("identity", identity)
    json.field("state", state.wireName)
    json.field("tracks", each: tracks) { $0.write(to: &$1) }
    json.field("metadata", metadata)
    json.field("joined_at", joinedAt)
    json.field("joined_at_ms", joinedAtMs)
    json.field("name", name)
    json.field("version", version)
    json.field("permission", hasPermission ? permission : nil) { $0.write(to: &$1) }
    json.field("region", region)
    json.field("is_publisher", isPublisher)
    json.field("kind", kind.wireName)
    json.field("attributes", attributes)
    json.field("disconnect_reason", disconnectReason.wireName)
    json.field("kind_details", texts: kindDetails.map(\.wireName))
    json.field("client_protocol", clientProtocol)
    json.field("capabilities", texts: capabilities.map(\.wireName))
  }
}

extension Livekit_ParticipantPermission {
  func write(to json: inout TwirpJSON) {
    json.field("can_subscribe", canSubscribe)
    json.field("can_publish", canPublish)
    json.field("can_publish_data", canPublishData)
    json.field("can_publish_sources", texts: canPublishSources.map(\.wireName))
    json.field("hidden", hidden)
    json.field("recorder", recorder)
    json.field("can_update_metadata", canUpdateMetadata)
    json.field("agent", agent)
    json.field("can_subscribe_metrics", canSubscribeMetrics)
    json.field("can_manage_agent_session", canManageAgentSession)
  }
}

extension Livekit_TrackInfo {
  func write(to json: inout TwirpJSON) {
    json.field("sid", sid)
    json.field("type", type.wireName)
    json.field("name", name)
    json.field("muted", muted)
    json.field("width", width)
    json.field("height", height)
    json.field("simulcast", simulcast)
    json.field("disable_dtx", disableDtx)
    json.field("source", source.wireName)
    json.field("mime_type", mimeType)
    json.field("mid", mid)
    json.field("codecs", each: codecs) { codec, json in
      json.field("mime_type", codec.mimeType)
      json.field("mid", codec.mid)
      json.field("cid", codec.cid)
      json.field("sdp_cid", codec.sdpCid)
    }
    json.field("stereo", stereo)
    json.field("disable_red", disableRed)
    json.field("encryption", encryption.wireName)
    json.field("stream", stream)
    json.field("version", hasVersion ? version : nil) { $0.write(to: &$1) }
    json.field("audio_features", texts: audioFeatures.map(\.wireName))
  }
}
