/// The sockets of one event loop, found by token in constant time.
struct SocketTable {
  /// One socket.
  enum Socket {
    case datagrams(UDPSocket)
    case listener(TCPListener)
    case connection(TCPConnection)

    var descriptor: Int32 {
      switch self {
      case .datagrams(let socket): socket.descriptor.number
      case .listener(let listener): listener.descriptor.number
      case .connection(let connection): connection.descriptor.number
      }
    }
  }

  private struct Slot {
    var generation: UInt32
    /// Of a UDP socket; −1 else. Here too, because sending needs nothing else of a socket.
    private(set) var descriptor: Int32
    private(set) var socket: Socket?

    init(_ socket: Socket) {
      generation = 0
      descriptor = -1
      put(socket)
    }

    mutating func put(_ socket: Socket?) {
      self.socket = socket
      descriptor = if case .datagrams(let socket) = socket { socket.descriptor.number } else { -1 }
    }
  }

  private var slots: [Slot] = []
  private var vacant: [Int] = []

  mutating func insert(_ socket: Socket) -> SocketToken {
    if let index = vacant.popLast() {
      slots[index].put(socket)
      return SocketToken(index: index, generation: slots[index].generation)
    }
    slots.append(Slot(socket))
    return SocketToken(index: slots.count - 1, generation: 0)
  }

  /// The socket of `token`; `nil` when it was closed.
  subscript(token: SocketToken) -> Socket? {
    let index = Int(token.index)
    guard index < slots.count, slots[index].generation == token.generation else { return nil }
    return slots[index].socket
  }

  /// The descriptor of a UDP socket; `nil` when `token` names none that is open.
  func datagramDescriptor(of token: SocketToken) -> Int32? {
    let index = Int(token.index)
    guard index < slots.count, slots[index].generation == token.generation, slots[index].descriptor >= 0
    else { return nil }
    return slots[index].descriptor
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
    slots[index].put(nil)
    slots[index].generation &+= 1
    vacant.append(index)
    return socket
  }

  /// Calls `body` with every UDP socket.
  func forEachDatagramSocket(_ body: (UDPSocket) -> Void) {
    for slot in slots { if case .datagrams(let socket) = slot.socket { body(socket) } }
  }

  /// All sockets with their tokens.
  var all: [(token: SocketToken, socket: Socket)] {
    slots.indices.compactMap { index in
      slots[index].socket.map { (SocketToken(index: index, generation: slots[index].generation), $0) }
    }
  }
}
