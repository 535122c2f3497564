import NIOCore
import NIOHTTP1
import NIOWebSocket
import SansIO

/// Stands between the HTTP decoder and Hummingbird: takes the requests for signalling out, lets all others pass.
///
/// NIO's own upgrade handlers lose the request when an upgrade is declined and so cannot answer 401 or 404.
final class SignalUpgradeHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// The parts of the pipeline that speak HTTP and go when the connection leaves it.
  struct HTTPParts {
    var encoder: HTTPResponseEncoder
    var decoder: ByteToMessageHandler<HTTPRequestDecoder>
    var others: [any RemovableChannelHandler]
  }

  enum State {
    /// Requests pass; → reading, closed.
    case passing
    /// A request for signalling is being read, or waits for answers to earlier requests; → deciding, closing.
    case reading(HTTPRequestHead, isWhole: Bool)
    /// The bridge is asked; → upgrading, closing, closed.
    case deciding(HTTPHeaders, SignalOutlet, timeout: Scheduled<Void>)
    /// The HTTP handlers leave; what comes meanwhile is kept; → upgraded, closed.
    case upgrading([NIOAny], SignalFrameHandler)
    /// Frames go to the handler that has replaced this one; → closed.
    case upgraded(SignalFrameHandler)
    /// The refusal is written, the peer is to close.
    case closing
    /// The channel is gone.
    case closed
  }

  let door: SignalDoor
  let census: SignalCensus
  let limits: EdgeLimits
  private let parts: HTTPParts
  private(set) var state = State.passing
  /// Requests that Hummingbird has and has not answered.
  private var unanswered = 0
  /// The last request asked to leave HTTP for something that is not served: the decoder reads none after it.
  private var isLast = false

  init(door: SignalDoor, census: SignalCensus, limits: EdgeLimits, parts: HTTPParts) {
    self.door = door
    self.census = census
    self.limits = limits
    self.parts = parts
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch state {
    case .passing: pass(context, data)
    case .reading(let head, isWhole: false):
      guard case .end = Self.unwrapInboundIn(data) else { return }
      state = .reading(head, isWhole: true)
      decideWhenAnswered(context)
    case .upgrading(let kept, let frames): state = .upgrading(kept + [data], frames)
    case .reading, .deciding, .closing, .closed: break
    case .upgraded: context.fireChannelRead(data)
    }
  }

  private func pass(_ context: ChannelHandlerContext, _ data: NIOAny) {
    if case .head(let head) = Self.unwrapInboundIn(data) {
      let isSignalling = SignalRequest.version(atPath: RequestTarget(head.uri).path) != nil
      if isSignalling, SignalRequest.asksWebSocket(head) {
        state = .reading(head, isWhole: false)
        return
      }
      unanswered += 1
      isLast = SignalRequest.asksUpgrade(head)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .upgraded = state {
      context.write(data, promise: promise)
      return
    }
    switch Self.unwrapOutboundIn(data) {
    case .head(var head) where isLast && unanswered == 1:
      head.headers.replaceOrAdd(name: "Connection", value: "close")
      context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    case .end:
      unanswered -= 1
      context.write(data, promise: promise)
      guard unanswered == 0 else { return }
      if isLast {
        context.flush()
        context.close(mode: .output, promise: nil)
      }
      decideWhenAnswered(context)
    default: context.write(data, promise: promise)
    }
  }

  private func decideWhenAnswered(_ context: ChannelHandlerContext) {
    guard case .reading(let head, isWhole: true) = state, unanswered == 0 else { return }
    context.flush()
    for handler in parts.others { context.pipeline.syncOperations.removeHandler(handler, promise: nil) }
    // NIO's upgrader is asked for the answer to the key alone (RFC 6455 section 4.2.2).
    let upgrader = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
      upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
    let answer = upgrader.buildUpgradeResponse(
      channel: context.channel, upgradeRequest: head, initialResponseHeaders: [:])
    answer.assumeIsolated().whenComplete { [self] result in
      switch result {
      case .success(let headers): decide(context, head, answer: headers)
      case .failure:
        refuse(
          context,
          HTTPRefusal(
            status: 400,
            text: "not a WebSocket handshake of RFC 6455: one Sec-WebSocket-Key and version 13 are needed"))
      }
    }
  }

  private func decide(_ context: ChannelHandlerContext, _ head: HTTPRequestHead, answer: HTTPHeaders) {
    let target = RequestTarget(head.uri)
    let request = SignalRequest(
      version: SignalRequest.version(atPath: target.path) ?? .v0, target: target,
      authorization: head.headers.first(name: "Authorization"), client: context.remoteAddress?.ipAddress)
    switch door.examine(request) {
    case .failure(let refusal): refuse(context, refusal)
    case .success(let admission):
      guard let id = census.enter() else {
        refuse(context, HTTPRefusal(status: 503, text: "too many signalling connections"))
        return
      }
      let loop = context.eventLoop
      let bound = NIOLoopBound(self, eventLoop: loop)
      let outlet = SignalOutlet(id: id, limit: limits.pendingBytes) { command in
        loop.execute { bound.value.perform(command) }
      }
      let timeout = loop.assumeIsolated().scheduleTask(in: .nanoseconds(limits.decision.nanoseconds)) {
        bound.value.perform(.close)
      }
      state = .deciding(answer, outlet, timeout: timeout)
      admission(outlet)
    }
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }
  private(set) var context: ChannelHandlerContext?

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch state {
    case .passing: context.fireErrorCaught(error)
    default:
      leave()
      context.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch (state, event) {
    case (.passing, _), (.upgraded, _): context.fireUserInboundEventTriggered(event)
    case (_, ChannelEvent.inputClosed): context.close(promise: nil)
    case (.deciding, is ChannelShouldQuiesceEvent): perform(.close)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  /// The connection is gone.
  private func leave() {
    switch state {
    case .deciding(_, let outlet, let timeout):
      timeout.cancel()
      census.leave()
      door.closed(outlet.id)
    // Its own handler is not told as long as it is not in the pipeline.
    case .upgrading(_, let frames): frames.end()
    default: break
    }
    state = .closed
  }

  /// Does what an outlet asked, on the channel's loop.
  func perform(_ command: SignalOutlet.Command) {
    switch (state, command) {
    case (.upgraded(let frames), _), (.upgrading(_, let frames), _): frames.perform(command)
    case (.deciding(let answer, let outlet, let timeout), .admit(let first)):
      timeout.cancel()
      upgrade(outlet, answer: answer, first: first)
    case (.deciding(_, _, let timeout), .refuse(let refusal)):
      timeout.cancel()
      census.leave()
      if let context { refuse(context, refusal) }
    case (.deciding(_, let outlet, let timeout), .close), (.deciding(_, let outlet, let timeout), .abandon):
      timeout.cancel()
      census.leave()
      door.closed(outlet.id)
      if let context { refuse(context, HTTPRefusal(status: 503, text: "the bridge does not answer")) }
    default: break
    }
  }

  private func refuse(_ context: ChannelHandlerContext, _ refusal: HTTPRefusal) {
    state = .closing
    door.refused(refusal, context.remoteAddress?.ipAddress)
    let body = ByteBuffer(string: refusal.text)
    var head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: refusal.status))
    head.headers = [
      "Content-Type": "text/plain; charset=utf-8", "Content-Length": "\(body.readableBytes)",
      "Access-Control-Allow-Origin": "*", "Connection": "close",
    ]
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    // Only half: closing a socket with unread bytes in it would reset it and lose the answer.
    context.close(mode: .output, promise: nil)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .nanoseconds(limits.farewell.nanoseconds)) {
      bound.value.close(promise: nil)
    }
  }
}

extension SignalUpgradeHandler {
  /// Leaves HTTP: its handlers go, those of WebSocket come, and what arrived meanwhile is handed to them.
  private func upgrade(_ outlet: SignalOutlet, answer: HTTPHeaders, first: [UInt8]) {
    guard let context else { return }
    let frames = SignalFrameHandler(outlet: outlet, door: door, census: census, limits: limits)
    begin(upgradeTo: frames)
    let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: answer)
    context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
    let pipeline = context.pipeline.syncOperations
    pipeline.removeHandler(parts.decoder).assumeIsolated()
      .flatMap { [parts] in pipeline.removeHandler(parts.encoder) }
      .whenComplete { [self] result in finish(context, frames, first: first, result) }
  }

  private func finish(
    _ context: ChannelHandlerContext, _ frames: SignalFrameHandler, first: [UInt8],
    _ result: Result<Void, any Error>
  ) {
    guard case .upgrading = state, case .success = result, context.channel.isActive else {
      context.close(promise: nil)
      return
    }
    do {
      try context.pipeline.syncOperations.addHandlers(
        [
          WebSocketFrameEncoder(),
          ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes)), frames,
        ], position: .after(self))
    } catch {
      context.close(promise: nil)
      return
    }
    let kept = endUpgrade(frames)
    // The outlet holds this handler, which holds the next one, which holds the outlet: somebody has to let go, and the
    // pipeline no longer tells this handler of the end.
    context.channel.closeFuture.assumeIsolated().whenComplete { [self] _ in leave() }
    frames.begin(first: first)
    for data in kept { context.fireChannelRead(data) }
    context.fireChannelReadComplete()
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  private func begin(upgradeTo frames: SignalFrameHandler) { state = .upgrading([], frames) }

  private func endUpgrade(_ frames: SignalFrameHandler) -> [NIOAny] {
    guard case .upgrading(let kept, _) = state else { return [] }
    state = .upgraded(frames)
    return kept
  }
}
