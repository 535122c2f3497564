import RoomMessages
import Rooms
import SansIO

/// Somebody in a virtual world who takes part in rooms.
protocol Guest: AnyObject {
  /// Where its ports are.
  var ip: IPAddress { get }
  var nextDeadline: Instant? { get }
  func advance(to now: Instant, outlet: inout Outlet)
  func receiveRoom(
    _ bytes: [UInt8], port: UInt16, from source: TransportAddress, at now: Instant, outlet: inout Outlet)
  /// Takes in what comes over its signalling connection `id`.
  func receive(_ word: WordToGuest, on id: Int, at now: Instant)
  /// What it wants said since the last call; `id` is its own name for a signalling connection.
  func takeWords(at now: Instant) -> [(id: Int, word: WordToBridge)]
}

/// What travels from a guest to the bridge.
enum WordToBridge {
  case join(JoinPetition, TokenGrants)
  case request(Livekit_SignalRequest)
  /// A frame that cannot be read.
  case garbage
  /// The connection ends.
  case hangUp
}

/// What travels from the bridge to a guest.
enum WordToGuest {
  case admitted
  case refused(status: Int, text: String)
  case response(Livekit_SignalResponse)
  case closed
}
