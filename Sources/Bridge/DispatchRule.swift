/// How a trunk's calls find their room. The three kinds and their names are those of LiveKit SIP.
public struct DispatchRule: Sendable, Equatable {
  /// The way to a room's name.
  public enum Kind: Sendable, Equatable {
    /// Every call into one room.
    case direct(roomName: String)
    /// A room of its own for every call: prefix, caller and a random part.
    case individual(roomPrefix: String)
    /// A room for each called number: prefix and number; with a random part, one for each call.
    case callee(roomPrefix: String, randomize: Bool)
  }

  /// Name, for logs and errors.
  public var name: String
  /// Trunks it serves; empty means all.
  public var trunkIDs: [String]
  /// The way to a room's name.
  public var kind: Kind

  /// A rule called `name` for the calls of `trunkIDs`.
  public init(name: String, trunkIDs: [String] = [], kind: Kind) {
    self.name = name
    self.trunkIDs = trunkIDs
    self.kind = kind
  }

  /// The room for a call from `caller` to `callee`; `random` is used where the rule asks for a room of its own.
  public func room(caller: String, callee: String, random: @autoclosure () -> String) -> String {
    switch kind {
    case .direct(let roomName): roomName
    case .individual(let prefix): "\(prefix)_\(caller)_\(random())"
    case .callee(let prefix, let randomize):
      randomize ? "\(prefix)\(callee)_\(random())" : "\(prefix)\(callee)"
    }
  }
}
