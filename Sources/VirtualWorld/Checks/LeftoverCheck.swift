import Bridge
package import Measurement
import SansIO

/// Nothing is left over when everybody is gone and all timers have run out.
package struct LeftoverCheck {
  /// By when every transaction, transport and room is forgotten: the longest timer is 64·T1 = 32 s, an empty room waits 20 s.
  static let patience = Interval.seconds(180)

  private var result = RunChecks.Rule("nothing is left over at the end")

  /// Looks at both sides of `world`.
  /// - Parameter pairs: how many pairs of audio ports the bridge has when no call is up.
  package static func result(
    _ world: World, bridge host: BridgeHost, people: PeopleHost, pairs: Int
  ) -> RunChecks.Rule {
    var check = LeftoverCheck()
    let snapshot = host.bridge.snapshot(at: world.now)
    check.expect(snapshot.calls.count, 0, "calls in the bridge")
    check.expect(snapshot.participants.count, 0, "participants in the bridge")
    check.expect(host.bridge.listRooms([]).count, 0, "rooms in the bridge")
    check.expect(host.openPorts.count, 0, "audio ports of the bridge")
    check.expect(pairs - snapshot.freePorts, 0, "pairs of audio ports that the bridge has not given back")
    check.expect(host.connections.count, 0, "signalling connections of the bridge")
    check.expect(host.bridge.isEmpty ? 0 : 1, 0, "bridge that is not empty")
    check.expect(people.openThings, 0, "ports and connections of the people")
    check.expect(world.connections, 0, "signalling connections between them")
    check.expect(world.network.travelling, 0, "things on their way")
    check.expect(host.nextDeadline == nil ? 0 : 1, 0, "bridge that still has something to do")
    check.expect(people.nextDeadline == nil ? 0 : 1, 0, "people who still have something to do")
    return check.result
  }

  private mutating func expect(_ count: Int, _ right: Int, _ what: String) {
    result.examine()
    if count != right { result.violated("\(what): \(count)") }
  }
}
