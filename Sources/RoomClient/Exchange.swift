import LiveWorld
import SansIO

/// One thing that is asked of a server: a token, or a signalling connection.
final class Exchange {
  /// What is asked.
  enum Purpose {
    case token((Result<HTTPReply, RoomClientError>, Instant) -> Void)
    case signal(HandshakeKey, (SignalEvent) -> Void)
  }

  /// How far it has come.
  enum Stage {
    /// The name of the server is being looked up.
    case lookingUp
    /// A TCP connection is being made; the addresses to try after this one.
    case connecting(next: ArraySlice<IPAddress>)
    /// The request is out.
    case waiting
    /// A signalling connection is open.
    case open
    /// Our close frame is out, for `reason`.
    case closing(reason: String)
    /// The last event is out.
    case ended
  }

  let id: UInt64
  let target: TargetURL
  let timeout: Interval
  /// The whole request.
  let request: [UInt8]
  let purpose: Purpose
  var stage = Stage.lookingUp
  /// Its TCP connection.
  var socket: SocketToken?
  /// Whether the TCP connection served an earlier request: the server may be closing it at this moment.
  var isReused = false
  var reader = ReplyReader()
  var frames = FrameReader()
  /// Frames that leave with the next `flush`.
  var outgoing: [UInt8] = []
  /// Messages to send once it is open.
  var kept: [[UInt8]] = []

  init(
    id: UInt64, target: TargetURL, timeout: Interval, request: [UInt8], purpose: Purpose
  ) {
    self.id = id
    self.target = target
    self.timeout = timeout
    self.request = request
    self.purpose = purpose
  }

  /// A request's head: no field may bring a line of its own.
  static func head(_ method: String, _ target: TargetURL, _ fields: [(String, String)]) -> [UInt8] {
    var text = "\(method) \(target.target) HTTP/1.1\r\nHost: \(target.address)\r\n"
    for (name, value) in fields {
      precondition(
        !(name + value).utf8.contains { $0 == 13 || $0 == 10 }, "the header field \(name) has a line's end")
      text += "\(name): \(value)\r\n"
    }
    return Array((text + "\r\n").utf8)
  }
}
