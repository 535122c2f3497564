import RoomMessages

extension TokenGrants {
  /// How the claim `kind` spells each kind.
  static let kindNames: [Livekit_ParticipantInfo.Kind: String] = [
    .standard: "standard", .ingress: "ingress", .egress: "egress", .sip: "sip", .agent: "agent",
    .connector: "connector", .bridge: "bridge",
  ]

  /// How the claim `canPublishSources` spells each source.
  static let sourceNames: [Livekit_TrackSource: String] = [
    .unknown: "unknown", .camera: "camera", .microphone: "microphone", .screenShare: "screen_share",
    .screenShareAudio: "screen_share_audio",
  ]

  /// The kind spelled `name`.
  static func kind(named name: String) -> Livekit_ParticipantInfo.Kind {
    kindNames.first { $0.value == name }?.key ?? .standard
  }

  /// The source spelled `name`. One that is not known still restricts the others, so it is not left out.
  static func source(named name: String) -> Livekit_TrackSource {
    sourceNames.first { $0.value == name }?.key ?? .unknown
  }
}
