public import SansIO

/// The trunks and dispatch rules of a bridge: from an INVITE to a room.
public struct DispatchTable: Sendable, Equatable {
  /// The trunks; the first that serves a call takes it.
  public var trunks: [Trunk]
  /// The rules; the first that names the trunk, or else the first that names none, applies.
  public var rules: [DispatchRule]

  /// What a call is told.
  public enum Route: Sendable, Equatable {
    /// Its trunk and rule were found.
    case found(Trunk, DispatchRule)
    /// No trunk takes calls to that number from that address: 403.
    case noTrunk
    /// A trunk takes it but no rule sends it to a room: 404.
    case noRule(Trunk)
  }

  /// A table of `trunks` and `rules`.
  public init(trunks: [Trunk], rules: [DispatchRule]) {
    self.trunks = trunks
    self.rules = rules
  }

  /// A table that lets this machine's own addresses call any room by its name: safe to start with.
  public static var loopback: DispatchTable {
    let addresses = ["127.0.0.0/8", "::1/128"].compactMap(AddressRange.init)
    return DispatchTable(
      trunks: [Trunk(id: "loopback", inboundAddresses: addresses)],
      rules: [DispatchRule(name: "room-by-callee", kind: .callee(roomPrefix: "", randomize: false))])
  }

  /// Finds the trunk and the rule for a call to `number` from `source`.
  public func route(number: String, from source: IPAddress) -> Route {
    guard let trunk = trunks.first(where: { $0.serves(number: number, from: source) }) else {
      return .noTrunk
    }
    let own = rules.first { $0.trunkIDs.contains(trunk.id) }
    guard let rule = own ?? rules.first(where: { $0.trunkIDs.isEmpty }) else { return .noRule(trunk) }
    return .found(trunk, rule)
  }
}
