package import Rooms

/// The bridge as the signalling connections see it. Called on threads of the HTTP side; must not block.
package protocol SignalGate: Sendable {
  /// Somebody with a good token wants to join; the answer is `outlet`'s `admit` or `refuse`, within `EdgeLimits.decision`.
  func join(_ petition: JoinPetition, _ grants: TokenGrants, over outlet: SignalOutlet)
  /// A message came from a connection.
  func received(_ bytes: [UInt8], isText: Bool, on connection: UInt64)
  /// A connection that was not refused is gone, whoever ended it.
  func closed(_ connection: UInt64)
}

extension SignalDoor {
  /// The door in front of `gate`, at which `access` looks at the tokens; `refused` is told of each decline.
  package init(
    gate: some SignalGate, access: RoomAccess,
    refused: @escaping @Sendable (HTTPRefusal, String?) -> Void = { _, _ in }
  ) {
    self.init(
      examine: { request in
        Result { () throws(HTTPRefusal) in
          let (petition, grants) = try access.judge(request)
          return { outlet in gate.join(petition, grants, over: outlet) }
        }
      },
      received: { gate.received($0, isText: $1, on: $2) },
      closed: { gate.closed($0) }, refused: refused)
  }
}
