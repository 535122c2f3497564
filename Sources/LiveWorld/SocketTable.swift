/// The sockets of one event loop, found by token in constant time.
struct SocketTable {
  /// One socket.
  enum Socket {
    case datagrams(UDPSocket, ReceiveBatch)
    case listener(TCPListener)
    case connection(TCPConnection)

    var descriptor: Int32 {
      switch self {
      case .datagrams(let socket, _): socket.descriptor.number
      case .listener(let listener): listener.descriptor.number
      case .connection(let connection): connection.descriptor.number
      }
    }
  }

  private struct Slot {
    var generation: UInt32
    var socket: Socket?
  }

  private var slots: [Slot] = []
  private var vacant: [Int] = []

  mutating func insert(_ socket: Socket) -> SocketToken {
    if let index = vacant.popLast() {
      slots[index].socket = socket
      return SocketToken(index: index, generation: slots[index].generation)
    }
    slots.append(Slot(generation: 0, socket: socket))
    return SocketToken(index: slots.count - 1, generation: 0)
  }

  /// The socket of `token`; `nil` when it was closed.
  subscript(token: SocketToken) -> Socket? {
    let index = Int(token.index)
    guard index < slots.count, slots[index].generation == token.generation else { return nil }
    return slots[index].socket
  }

  /// Whether the socket of `token` is still open.
  func contains(_ token: SocketToken) -> Bool {
    let index = Int(token.index)
    return index < slots.count && slots[index].generation == token.generation && slots[index].socket != nil
  }

  /// Takes the socket out, and makes its token invalid for ever.
  mutating func remove(_ token: SocketToken) -> Socket? {
    guard let socket = self[token] else { return nil }
    let index = Int(token.index)
    slots[index].socket = nil
    slots[index].generation &+= 1
    vacant.append(index)
    return socket
  }

  /// All sockets with their tokens.
  var all: [(token: SocketToken, socket: Socket)] {
    slots.indices.compactMap { index in
      slots[index].socket.map { (SocketToken(index: index, generation: slots[index].generation), $0) }
    }
  }
}
