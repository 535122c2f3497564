import LiveWorld
import SansIO

/// From a URL to the answer.
extension RoomClient {
  /// The most connections that wait for a further request to the same server.
  private static var idleLimit: Int { 8 }

  /// Looks for a way to the server.
  func begin(_ exchange: Exchange) {
    let (host, address) = (exchange.target.host, exchange.target.address)
    if case .token = exchange.purpose, let socket = idle[address]?.last {
      forget(socket)
      exchange.isReused = true
      return ask(exchange, on: socket)
    }
    if let ip = IPAddress(host) { return dial(exchange, [ip]) }
    if let known = known[host], known.until > loop.now { return dial(exchange, known.addresses[...]) }
    if lookUps[host] == nil {
      let post = post
      HostAddress.lookUp(host) { post(HostFound(name: host, addresses: $0)) }
    }
    lookUps[host, default: []].append(exchange.id)
  }

  /// Connects to the first of `addresses` that can be tried.
  func dial(_ exchange: Exchange, _ addresses: ArraySlice<IPAddress>) {
    var reason = "the name is not known"
    var left = addresses
    while let ip = left.popFirst() {
      do throws(SocketError) {
        let socket = try loop.connectTCP(to: TransportAddress(ip, UInt16(exchange.target.port)))
        exchange.socket = socket
        exchange.stage = .connecting(next: left)
        byConnection[socket] = exchange
        return
      } catch {
        reason = Errno.describe(error.code)
      }
    }
    fail(exchange, .unreachable(address: exchange.target.address, reason: reason))
  }

  /// Sends the request.
  func ask(_ exchange: Exchange, on socket: SocketToken) {
    exchange.socket = socket
    byConnection[socket] = exchange
    exchange.stage = .waiting
    let request = exchange.request
    loop.write(request.span, on: socket)
  }

  /// Takes in a piece of the answer.
  func take(_ bytes: Span<UInt8>, for exchange: Exchange, at arrival: Instant) {
    do throws(ReplyReader.Flaw) {
      guard let reply = try exchange.reader.take(bytes) else { return }
      switch exchange.purpose {
      case .token: try complete(exchange, reply, at: arrival)
      case .signal(let key, let events) where reply.status == 101:
        if let words = key.flaw(in: reply) { throw ReplyReader.Flaw(words) }
        open(exchange, events, at: arrival)
      case .signal: refuse(exchange, reply, at: arrival)
      }
    } catch {
      fail(exchange, .malformed(address: exchange.target.address, reason: error.words))
    }
  }

  private func complete(
    _ exchange: Exchange, _ reply: HTTPReply, at arrival: Instant
  ) throws(ReplyReader.Flaw) {
    guard case .token(let completion) = exchange.purpose else { return }
    guard reply.status != 101 else { throw ReplyReader.Flaw("it switches protocols unasked") }
    if let socket = exchange.socket, exchange.reader.isReusable { keep(socket, exchange) }
    settle(exchange)
    completion(.success(reply), arrival)
  }

  /// Keeps a connection for the next request.
  private func keep(_ socket: SocketToken, _ exchange: Exchange) {
    let address = exchange.target.address
    guard idle[address, default: []].count < Self.idleLimit else { return }
    exchange.socket = nil
    byConnection[socket] = nil
    idle[address, default: []].append(socket)
    idleAddresses[socket] = address
  }

  /// Takes a connection out of those that wait.
  func forget(_ socket: SocketToken) {
    guard let address = idleAddresses.removeValue(forKey: socket) else { return }
    idle[address]?.removeAll { $0 == socket }
  }

  private func refuse(_ exchange: Exchange, _ reply: HTTPReply, at arrival: Instant) {
    guard case .signal(_, let events) = exchange.purpose else { return }
    // What is too long for words is no words.
    let words = String(decoding: reply.body.prefix(1 << 16), as: UTF8.self)
    settle(exchange)
    events(.refused(status: reply.status, body: words, at: arrival))
  }

  /// The TCP connection of `exchange` is gone.
  func broke(_ exchange: Exchange, _ reason: String) {
    switch exchange.stage {
    case .connecting(let next) where !next.isEmpty: dial(exchange, next)
    case .connecting:
      // The system's words only.
      let words = reason.split(separator: ": ").dropFirst().joined(separator: ": ")
      fail(
        exchange, .unreachable(address: exchange.target.address, reason: words.isEmpty ? reason : words))
    case .waiting where exchange.isReused && exchange.reader.isUntouched:
      exchange.isReused = false
      exchange.stage = .lookingUp
      begin(exchange)
    case .waiting: brokeWaiting(exchange)
    case .open: end(exchange, "the connection broke")
    case .closing(let why): end(exchange, why)
    case .lookingUp, .ended: break
    }
  }

  private func brokeWaiting(_ exchange: Exchange) {
    guard let reply = exchange.reader.end() else {
      return fail(exchange, .closedEarly(address: exchange.target.address))
    }
    switch exchange.purpose {
    case .token(let completion):
      settle(exchange)
      completion(.success(reply), loop.now)
    case .signal: refuse(exchange, reply, at: loop.now)
    }
  }

  /// The exchange came to nothing.
  func fail(_ exchange: Exchange, _ error: RoomClientError) {
    switch exchange.purpose {
    case .token(let completion):
      settle(exchange)
      completion(.failure(error), loop.now)
    case .signal: end(exchange, "\(error)")
    }
  }

  /// Lets go of everything; what is told after this is the last.
  func settle(_ exchange: Exchange) {
    exchange.stage = .ended
    exchange.kept = []
    exchanges[exchange.id] = nil
    alarms.set(exchange.id, to: nil)
    guard let socket = exchange.socket else { return }
    flush(exchange)
    exchange.socket = nil
    byConnection[socket] = nil
    loop.close(socket)
  }
}
