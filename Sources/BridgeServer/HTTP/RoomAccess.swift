import LiveWorld
package import Rooms

/// Decides by access token who may do what; the statuses are those of LiveKit's server, which its clients act on.
package struct RoomAccess: Sendable {
  /// The longest name of a room or identity, in bytes.
  static let longestName = 256

  private let keys: RoomKeys
  private let unixSeconds: @Sendable () -> Int64

  /// Accepts the tokens signed with `keys`.
  package init(
    keys: RoomKeys, unixSeconds: @escaping @Sendable () -> Int64 = { WallClock.now() / 1_000_000_000 }
  ) {
    self.keys = keys
    self.unixSeconds = unixSeconds
  }

  /// What the token of a request grants: from the Authorization field, else from the query; `nil` without a token.
  /// - Throws: 401 for a token that does not hold.
  package func grants(authorization: String?, query token: String?) throws(HTTPRefusal) -> TokenGrants? {
    var token = token
    if let authorization {
      guard authorization.hasPrefix("Bearer ") else {
        throw HTTPRefusal(status: 401, text: "the Authorization field must start with \"Bearer \"")
      }
      token = String(authorization.dropFirst("Bearer ".count))
    }
    guard let token, !token.isEmpty else { return nil }
    do throws(TokenError) {
      return try AccessToken.verify(token, keys: [keys.key: keys.secret], at: unixSeconds())
    } catch {
      throw HTTPRefusal(status: 401, text: "invalid token: \(error)")
    }
  }

  /// Judges a request to join by itself, before the bridge is asked.
  package func judge(_ request: SignalRequest) throws(HTTPRefusal) -> (JoinPetition, TokenGrants) {
    let grants = try grants(authorization: request.authorization, query: request.target["access_token"])
    guard let grants, grants.roomJoin else { throw HTTPRefusal(status: 401, text: "permissions denied") }
    guard !grants.identity.isEmpty else { throw HTTPRefusal(status: 400, text: "no identity in the token") }
    guard !grants.room.isEmpty else { throw HTTPRefusal(status: 400, text: "no room name") }
    for (name, value) in [("identity", grants.identity), ("room name", grants.room)]
    where value.utf8.count > RoomAccess.longestName {
      throw HTTPRefusal(
        status: 400,
        text: "\(name) of \(value.utf8.count) bytes; at most \(RoomAccess.longestName) are allowed")
    }
    let petition = try RoomAccess.petition(request)
    if !petition.attributes.isEmpty || !petition.metadata.isEmpty, grants.canUpdateOwnMetadata != true {
      throw HTTPRefusal(status: 401, text: "the token does not allow own metadata and attributes")
    }
    return (petition, grants)
  }

  private static func petition(_ request: SignalRequest) throws(HTTPRefusal) -> JoinPetition {
    let query = Dictionary(request.target.query.map { ($0.name, $0.value) }) { first, _ in first }
    do throws(PetitionError) {
      return switch request.version {
      case .v0: try JoinPetition(version0: query)
      case .v1: try JoinPetition(version1: query)
      }
    } catch {
      throw HTTPRefusal(status: 400, text: "\(error)")
    }
  }
}
