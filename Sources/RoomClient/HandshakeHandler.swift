import LiveWorld
import NIOCore
import NIOHTTP1
import NIOWebSocket
import SansIO

/// The client's side of the WebSocket handshake (RFC 6455 section 4.1), with the words of a refusal.
///
/// An answer of 101 comes by ``complete(_:after:)``, every other one through HTTP's decoder.
final class HandshakeHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private enum State {
    /// Before it is known that this connection is the one to use.
    case idle
    case waiting
    case refusing(status: Int, body: [UInt8])
    /// The frame handler speaks from here on, or the last event is out.
    case done
  }

  private static let longestRefusal = 1 << 16

  private let target: TargetURL
  private let headers: [(String, String)]
  private let timeout: Interval
  private let deadline: NIODeadline
  private let connection: SignalConnection
  private let events: @Sendable (SignalEvent) -> Void
  private let key = NIOWebSocketClientUpgrader.randomRequestKey()
  private var state = State.idle
  private var watchdog: Scheduled<Void>?
  private var context: ChannelHandlerContext?

  init(
    target: TargetURL, headers: [(String, String)], timeout: Interval, deadline: NIODeadline,
    connection: SignalConnection, events: @escaping @Sendable (SignalEvent) -> Void
  ) {
    self.target = target
    self.headers = headers
    self.timeout = timeout
    self.deadline = deadline
    self.connection = connection
    self.events = events
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Sends the request: a name with two addresses may make two connections, of which one is used.
  func begin() {
    guard case .idle = state, let context else { return }
    state = .waiting
    guard context.channel.isActive else {
      return end(context, RoomClientError.closedEarly(address: target.address))
    }
    guard connection.began(context.channel) else { return end(context, "closed by this side") }
    var fields = HTTPHeaders(headers)
    fields.add(name: "Host", value: target.address)
    fields.add(name: "Connection", value: "Upgrade")
    fields.add(name: "Upgrade", value: "websocket")
    fields.add(name: "Sec-WebSocket-Version", value: "13")
    fields.add(name: "Sec-WebSocket-Key", value: key)
    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: target.target, headers: fields)
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    watchdog = context.eventLoop.scheduleTask(deadline: deadline) {
      let (handler, context) = bound.value
      handler.end(context, RoomClientError.timeout(address: handler.target.address, after: handler.timeout))
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (state, Self.unwrapInboundIn(data)) {
    case (.waiting, .head(let head)): state = .refusing(status: Int(head.status.code), body: [])
    case (.refusing(let status, let body), .body(let part)):
      // What is too long for words is no words.
      let room = Self.longestRefusal - body.count
      state = .refusing(status: status, body: body + part.readableBytesView.prefix(room))
    case (.refusing(let status, let body), .end):
      finish()
      events(
        .refused(status: status, body: String(decoding: body, as: UTF8.self), at: MonotonicClock.now()))
      context.close(promise: nil)
    default: break
    }
  }

  /// Takes an answer that switches protocols.
  /// - Returns: whether the bytes behind it are frames now, for the handlers that were added behind `handler`.
  func complete(_ head: HTTPResponseHead, after handler: SwitchHandler) -> Bool {
    guard case .waiting = state, let context else { return false }
    let now = MonotonicClock.now()
    let upgrader = NIOWebSocketClientUpgrader(requestKey: key) { channel, _ in
      channel.eventLoop.makeSucceededVoidFuture()
    }
    guard head.headers[canonicalForm: "Upgrade"].contains(where: { $0.lowercased() == "websocket" }),
      upgrader.shouldAllowUpgrade(upgradeResponse: head)
    else {
      end(context, malformed("it switches protocols without an answer to the key"))
      return false
    }
    let frames = ClientFrameHandler(connection: connection, events: events)
    let handlers: [any ChannelHandler] = [
      WebSocketFrameEncoder(),
      ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: ClientFrameHandler.longestMessage)),
      NIOWebSocketFrameAggregator(
        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 10_000,
        maxAccumulatedFrameSize: ClientFrameHandler.longestMessage),
      frames,
    ]
    do {
      try context.pipeline.syncOperations.addHandlers(handlers, position: .after(handler))
    } catch {
      end(context, malformed("\(error)"))
      return false
    }
    state = .done
    watchdog?.cancel()
    events(.opened(at: now))
    connection.opened(frames)
    return true
  }

  /// The server's bytes are not HTTP.
  func fail(_ reason: String) {
    if let context { end(context, malformed(reason)) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(context, RoomClientError.closedEarly(address: target.address))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch (state, error) {
    case (.done, _): break
    case (_, is IOError), (_, HTTPParserError.invalidEOFState):
      end(context, RoomClientError.closedEarly(address: target.address))
    default: end(context, malformed("\(error)"))
    }
  }

  private func malformed(_ reason: String) -> RoomClientError {
    .malformed(address: target.address, reason: reason)
  }

  private func end(_ context: ChannelHandlerContext, _ reason: some CustomStringConvertible) {
    switch state {
    case .idle, .done: return
    case .waiting, .refusing: finish()
    }
    events(.closed(reason: "\(reason)", at: MonotonicClock.now()))
    context.close(promise: nil)
  }

  private func finish() {
    state = .done
    watchdog?.cancel()
    connection.ended()
  }
}
