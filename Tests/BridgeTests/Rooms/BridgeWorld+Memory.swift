import Bridge
import RoomMessages
import SansIO

/// How much the bridge remembers, looked at from outside: the lengths of its lists, by name.
extension BridgeWorld {
  /// The lengths of the bridge's own lists.
  var memory: [String: Int] { BridgeWorld.lengths(Mirror(reflecting: bridge)) }

  /// The lengths of the lists that the bridge keeps for one participant.
  func memory(of identity: String) -> [String: Int] {
    guard let all = Mirror(reflecting: bridge).descendant("participants") else { return [:] }
    for (_, entry) in Mirror(reflecting: all).children {
      guard let (_, participant) = Mirror(reflecting: entry).children.dropFirst().first else { continue }
      let mirror = Mirror(reflecting: participant)
      guard mirror.descendant("identity") as? String == identity else { continue }
      return BridgeWorld.lengths(mirror)
    }
    return [:]
  }

  /// The longest of them; a huge number when there is no such participant.
  func largestMemory(of identity: String) -> Int { memory(of: identity).values.max() ?? .max }

  /// Datagrams on the room port that belonged to nobody.
  var strayDatagrams: Int? {
    Mirror(reflecting: bridge).descendant("counters", "strayDatagrams") as? Int
  }

  private static func lengths(_ mirror: Mirror) -> [String: Int] {
    var lengths: [String: Int] = [:]
    for (label, value) in mirror.children {
      let inner = Mirror(reflecting: value)
      switch inner.displayStyle {
      case .collection, .dictionary, .set: lengths[label ?? "?"] = inner.children.count
      default: break
      }
    }
    return lengths
  }
}
