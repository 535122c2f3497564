import RoomMessages

/// The JSON object inside of an access token.
struct TokenClaims: Codable {
  /// The claim `video`: what may be done with rooms.
  struct Video: Codable {
    var room: String?
    var roomJoin: Bool?
    var roomCreate: Bool?
    var roomList: Bool?
    var roomAdmin: Bool?
    var canPublish: Bool?
    var canSubscribe: Bool?
    var canPublishData: Bool?
    var canUpdateOwnMetadata: Bool?
    var canPublishSources: [String]?
    var hidden: Bool?
  }

  var iss: String?
  var sub: String?
  var jti: String?
  var iat: NumericDate?
  var nbf: NumericDate?
  var exp: NumericDate?
  var name: String?
  var kind: String?
  var metadata: String?
  var attributes: [String: String]?
  var video: Video?

  /// The claims that say `grants`, with everything left out that is the default.
  init(_ grants: TokenGrants, issuer: String, from start: Int64, to end: Int64) {
    func unlessEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
    func ifTrue(_ flag: Bool) -> Bool? { flag ? true : nil }
    iss = issuer
    sub = unlessEmpty(grants.identity)
    iat = NumericDate(seconds: start)
    nbf = NumericDate(seconds: start)
    exp = NumericDate(seconds: end)
    name = unlessEmpty(grants.name)
    kind = grants.kind == .standard ? nil : TokenGrants.kindNames[grants.kind]
    metadata = unlessEmpty(grants.metadata)
    attributes = grants.attributes.isEmpty ? nil : grants.attributes
    let sources = grants.canPublishSources.map { TokenGrants.sourceNames[$0] ?? "unknown" }
    video = Video(
      room: unlessEmpty(grants.room), roomJoin: ifTrue(grants.roomJoin),
      roomCreate: ifTrue(grants.roomCreate), roomList: ifTrue(grants.roomList),
      roomAdmin: ifTrue(grants.roomAdmin), canPublish: grants.canPublish, canSubscribe: grants.canSubscribe,
      canPublishData: grants.canPublishData, canUpdateOwnMetadata: grants.canUpdateOwnMetadata,
      canPublishSources: sources.isEmpty ? nil : sources, hidden: ifTrue(grants.hidden))
  }

  /// What the claims allow.
  var grants: TokenGrants {
    let subject = sub ?? ""
    var grants = TokenGrants(identity: subject.isEmpty ? jti ?? "" : subject, room: video?.room ?? "")
    grants.name = name ?? ""
    grants.kind = TokenGrants.kind(named: kind ?? "")
    grants.metadata = metadata ?? ""
    grants.attributes = attributes ?? [:]
    grants.roomJoin = video?.roomJoin ?? false
    grants.roomCreate = video?.roomCreate ?? false
    grants.roomList = video?.roomList ?? false
    grants.roomAdmin = video?.roomAdmin ?? false
    grants.canPublish = video?.canPublish
    grants.canSubscribe = video?.canSubscribe
    grants.canPublishData = video?.canPublishData
    grants.canUpdateOwnMetadata = video?.canUpdateOwnMetadata
    grants.canPublishSources = (video?.canPublishSources ?? []).map(TokenGrants.source(named:))
    grants.hidden = video?.hidden ?? false
    return grants
  }
}
