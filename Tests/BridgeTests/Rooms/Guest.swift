import SansIO
import VirtualWorld

/// Somebody in a virtual world who takes part in rooms.
protocol Guest: AnyObject {
  /// Where its ports are.
  var ip: IPAddress { get }
  var nextDeadline: Instant? { get }
  func advance(to now: Instant, outlet: inout Outlet)
  func receiveRoom(
    _ bytes: [UInt8], port: UInt16, from source: TransportAddress, at now: Instant, outlet: inout Outlet)
  /// Takes in what comes over its signalling connection `id`.
  func receive(_ word: SignalWord, on id: Int, at now: Instant)
  /// What it wants said since the last call; `id` is its own name for a signalling connection.
  func takeWords(at now: Instant) -> [(id: Int, word: SignalWord)]
}
