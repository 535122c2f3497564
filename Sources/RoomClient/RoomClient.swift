public import LiveWorld
public import SansIO

/// The network end of many room participants on the event loop of its owner: token requests and signalling connections.
///
/// The owner passes on what the loop tells of streams, and calls ``flush()`` when it has said what it wants to. All closures are called on the loop's thread, from within a call
/// of the owner's, and may call back. Plain HTTP/1.1 and WebSocket (RFC 6455) only.
public final class RoomClient<Handler: EventLoopHandler> {
  let loop: EventLoop<Handler>
  let post: @Sendable (HostFound) -> Void
  var exchanges: [UInt64: Exchange] = [:]
  var byConnection: [SocketToken: Exchange] = [:]
  /// Connections over which a token came, for the next request, by `host:port`.
  var idle: [String: [SocketToken]] = [:]
  var idleAddresses: [SocketToken: String] = [:]
  /// Who waits for the addresses of a name, and what names had lately.
  var lookUps: [String: [UInt64]] = [:]
  var known: [String: (addresses: [IPAddress], until: Instant)] = [:]
  var alarms = DeadlineQueue<UInt64>()
  var frames = MaskedFrames()
  /// Those whose frames wait for `flush`.
  var unsent: [Exchange] = []
  private var nextID: UInt64 = 0

  /// A client on `loop`. Names are looked up on threads of their own; `post` must see to it that ``found(_:)`` is called
  /// with what comes of it, on the loop's thread.
  public init(loop: EventLoop<Handler>, post: @escaping @Sendable (HostFound) -> Void) {
    self.loop = loop
    self.post = post
  }

  /// POSTs `body` to `url`, on a connection that is free or a new one.
  ///
  /// What the server closes before it has answered on a connection that served an earlier request is asked again, on a
  /// new one: it need not have seen the request (RFC 9112 section 9.3.1), and a second token does no harm.
  ///
  /// - Parameters:
  ///   - headers: besides Host and Content-Length
  ///   - timeout: for everything from the connection to the end of the answer
  ///   - completion: called once, with the instant at which the answer was complete or the failure was known
  public func requestToken(
    url: String, body: [UInt8], headers: [(String, String)] = [("Content-Type", "application/json")],
    timeout: Interval, completion: @escaping (Result<HTTPReply, RoomClientError>, Instant) -> Void
  ) {
    let target: TargetURL
    do throws(RoomClientError) {
      target = try TargetURL(url)
    } catch {
      return completion(.failure(error), loop.now)
    }
    let head = Exchange.head("POST", target, headers + [("Content-Length", "\(body.count)")])
    begin(makeExchange(target, timeout, head + body, .token(completion)))
  }

  /// Opens a signalling connection.
  ///
  /// - Parameters:
  ///   - url: path and query included, such as `ws://localhost:7880/rtc?access_token=…`
  ///   - headers: besides those of the handshake
  ///   - timeout: until the server has completed or declined the upgrade
  ///   - events: called in order; the last event is `refused` or `closed`, exactly once
  /// - Throws: when `url` cannot be asked; `events` is not called then.
  public func connect(
    to url: String, headers: [(String, String)] = [], timeout: Interval,
    events: @escaping (SignalEvent) -> Void
  ) throws(RoomClientError) -> SignalConnection {
    let target = try TargetURL(url)
    let key = HandshakeKey()
    let head = Exchange.head(
      "GET", target,
      headers + [
        ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", key.text),
      ])
    let exchange = makeExchange(target, timeout, head, .signal(key, events))
    begin(exchange)
    return SignalConnection(id: exchange.id)
  }

  private func makeExchange(
    _ target: TargetURL, _ timeout: Interval, _ request: [UInt8], _ purpose: Exchange.Purpose
  ) -> Exchange {
    nextID += 1
    let exchange = Exchange(
      id: nextID, target: target, timeout: timeout, request: request, purpose: purpose)
    exchanges[nextID] = exchange
    alarms.set(nextID, to: loop.now + timeout)
    return exchange
  }

  // MARK: What the loop tells

  /// When to call ``advance(to:)``; `nil` when time alone changes nothing.
  public var nextDeadline: Instant? { alarms.next }

  /// A resolver's thread is done.
  public func found(_ host: HostFound) {
    known[host.name] = (host.addresses, loop.now + .seconds(10))
    for id in lookUps.removeValue(forKey: host.name) ?? [] {
      guard let exchange = exchanges[id], case .lookingUp = exchange.stage else { continue }
      dial(exchange, host.addresses[...])
    }
  }

  /// A connection is established; `false` when it is none of these.
  @discardableResult
  public func connected(_ socket: SocketToken) -> Bool {
    guard let exchange = byConnection[socket] else { return false }
    if case .connecting = exchange.stage { ask(exchange, on: socket) }
    return true
  }

  /// Bytes arrived; `false` when the connection is none of these.
  public func receivedStream(_ bytes: Span<UInt8>, on socket: SocketToken, at arrival: Instant) -> Bool {
    guard let exchange = byConnection[socket] else {
      guard idleAddresses[socket] != nil else { return false }
      // Nobody asked.
      forget(socket)
      loop.close(socket)
      return true
    }
    switch exchange.stage {
    case .waiting: take(bytes, for: exchange, at: arrival)
    case .open, .closing:
      exchange.frames.append(bytes)
      takeFrames(exchange, at: arrival)
    case .lookingUp, .connecting, .ended: break
    }
    return true
  }

  /// A connection ended or never came about; `false` when it was none of these.
  public func closed(_ socket: SocketToken, reason: String) -> Bool {
    guard let exchange = byConnection.removeValue(forKey: socket) else {
      guard idleAddresses[socket] != nil else { return false }
      forget(socket)
      return true
    }
    exchange.socket = nil
    broke(exchange, reason)
    return true
  }

  /// Gives up what has taken too long.
  public func advance(to now: Instant) {
    while let id = alarms.popDue(at: now) {
      guard let exchange = exchanges[id] else { continue }
      switch exchange.stage {
      case .closing(let reason): end(exchange, reason)
      case .lookingUp, .connecting, .waiting:
        fail(exchange, .timeout(address: exchange.target.address, after: exchange.timeout))
      case .open, .ended: break
      }
    }
  }
}
