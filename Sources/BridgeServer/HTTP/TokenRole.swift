package import Rooms

/// Who somebody is in a room, for `/api/token`.
package enum TokenRole: String, CaseIterable, Sendable {
  /// Speaks and listens.
  case agent
  /// Listens only.
  case listener

  /// What the role may do in `room`.
  package func grants(identity: String, room: String) -> TokenGrants {
    var grants = TokenGrants(identity: identity, room: room)
    grants.roomJoin = true
    grants.canSubscribe = true
    grants.canPublish = self != .listener
    grants.canPublishData = self != .listener
    return grants
  }
}
