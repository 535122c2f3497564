import RoomMessages
import Rooms

/// The signalling connections of a bridge's participants, on its loop's thread: how each wants its messages.
struct SignalConnections {
  private struct Connection {
    var outlet: SignalOutlet
    /// Whether its last message was text: answers are then JSON too, as LiveKit's server does it.
    var isText = false
  }

  private var connections: [UInt64: Connection] = [:]

  mutating func add(_ outlet: SignalOutlet) { connections[outlet.id] = Connection(outlet: outlet) }

  mutating func remove(_ id: UInt64) { connections[id] = nil }

  func admit(_ id: UInt64, first: [UInt8]) { connections[id]?.outlet.admit(first: first) }

  mutating func refuse(_ id: UInt64, status: Int, text: String) {
    connections.removeValue(forKey: id)?.outlet.refuse(status: status, text: text)
  }

  mutating func close(_ id: UInt64) { connections.removeValue(forKey: id)?.outlet.close() }

  /// Reads one message of a client.
  mutating func read(
    _ bytes: [UInt8], isText: Bool, from id: UInt64
  ) -> Result<Livekit_SignalRequest, SignalError> {
    connections[id]?.isText = isText
    do throws(SignalError) {
      return .success(try isText ? SignalCodec.request(fromJSON: bytes) : SignalCodec.request(from: bytes))
    } catch {
      return .failure(error)
    }
  }

  /// Sends a message in the form in which the client speaks.
  func send(_ bytes: [UInt8], to id: UInt64) {
    guard let connection = connections[id] else { return }
    if connection.isText, let response = try? SignalCodec.response(from: bytes) {
      connection.outlet.send(SignalCodec.encodeJSON(response), isText: true)
    } else {
      connection.outlet.send(bytes)
    }
  }
}
