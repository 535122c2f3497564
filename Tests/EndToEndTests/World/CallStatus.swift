/// What `/api/call/status` promises to those who read it.
struct CallStatus: Decodable, Sendable {
  struct Call: Decodable, Sendable {
    var callId: String
    var room: String
    var trunk: String
    var from: String
    var to: String
    var state: String
    var durationSeconds: Double?
    var silentSeconds: Double?
    var hangupInSeconds: Double?
    var participants: Int
    var codec: String?
    var packetsReceived: Int
    var packetsLost: Int
    var packetsSent: Int
    var jitterMilliseconds: Double
  }

  var calls: [Call]
  var rooms: [String]
  var answered: Int
  var refused: Int
  var ended: [String: Int]
  var freePorts: Int
}
