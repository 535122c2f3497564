import NIOCore
import NIOHTTP1
import NIOWebSocket
import SansIO

/// One signalling connection after its upgrade: messages in and out, pings, the closing handshake (RFC 6455).
final class SignalFrameHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private enum State {
    /// Before the upgrade is complete; messages to send are kept.
    case waiting([SignalOutlet.Command])
    /// → closing, closed.
    case open
    /// Our close frame is out; what the peer still sends is dropped; → closed.
    case closing
    /// The channel is gone.
    case closed
  }

  private let outlet: SignalOutlet
  private let door: SignalDoor
  private let census: SignalCensus
  private let limits: EdgeLimits
  private var state = State.waiting([])
  private var context: ChannelHandlerContext?
  /// A message whose last fragment has not come.
  private var assembly: (opcode: WebSocketOpcode, bytes: ByteBuffer)?
  private var lastHeard = NIODeadline.now()
  /// The next ping, which holds this handler; cancelled with the end of the connection.
  private var pinging: Scheduled<Void>?
  /// When the running window of counted messages began, and how many it has.
  private var window = (start: NIODeadline.now(), count: 0)

  init(outlet: SignalOutlet, door: SignalDoor, census: SignalCensus, limits: EdgeLimits) {
    self.outlet = outlet
    self.door = door
    self.census = census
    self.limits = limits
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// The upgrade is complete: sends the first message and what was asked since.
  func begin(first: [UInt8]) {
    guard case .waiting(let kept) = state else { return }
    state = .open
    lastHeard = .now()
    write(first, opcode: .binary)
    for command in kept { perform(command) }
    schedulePing()
  }

  /// Does what the outlet asked, on the channel's loop.
  func perform(_ command: SignalOutlet.Command) {
    switch (state, command) {
    case (.waiting(let kept), _): state = .waiting(kept + [command])
    case (.open, .send(let bytes, let isText)): write(bytes, opcode: isText ? .text : .binary)
    case (.open, .close): startClosing(.normalClosure)
    case (.open, .abandon), (.closing, .abandon): context?.close(promise: nil)
    case (_, .send(let bytes, _)): outlet.sent(bytes.count)
    default: break
    }
  }

  private func write(_ bytes: [UInt8], opcode: WebSocketOpcode) {
    guard let context else { return }
    let frame = WebSocketFrame(fin: true, opcode: opcode, data: ByteBuffer(bytes: bytes))
    context.writeAndFlush(Self.wrapOutboundOut(frame)).assumeIsolated().whenComplete { [outlet] _ in
      outlet.sent(bytes.count)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = Self.unwrapInboundIn(data)
    lastHeard = .now()
    switch (state, frame.opcode) {
    case (.closing, .connectionClose): context.close(promise: nil)
    case (.waiting, _), (.closing, _), (.closed, _): break
    case (.open, _) where frame.maskKey == nil || frame.rsv1 || frame.rsv2 || frame.rsv3:
      // Section 5.1: a client masks; section 5.2: no extension was agreed on.
      startClosing(.protocolError)
    case (.open, .ping): pong(context, frame.unmaskedData)
    case (.open, .pong): break
    case (.open, .connectionClose): echoClose(frame.unmaskedData)
    case (.open, .text), (.open, .binary), (.open, .continuation): assemble(frame)
    default: startClosing(.protocolError)
    }
  }

  private func assemble(_ frame: WebSocketFrame) {
    var data = frame.unmaskedData
    let isContinuation = frame.opcode == .continuation
    // Section 5.4: fragments of one message are not interleaved with another's.
    guard isContinuation == (assembly != nil) else { return startClosing(.protocolError) }
    if frame.fin, !isContinuation { return deliver(data, frame.opcode) }
    var message = assembly ?? (frame.opcode, ByteBuffer())
    assembly = nil
    guard message.bytes.readableBytes + data.readableBytes <= limits.messageBytes else {
      return startClosing(.messageTooLarge)
    }
    message.bytes.writeBuffer(&data)
    if frame.fin { deliver(message.bytes, message.opcode) } else { assembly = message }
  }

  private func deliver(_ data: ByteBuffer, _ opcode: WebSocketOpcode) {
    if lastHeard - window.start > .nanoseconds(limits.messageWindow.nanoseconds) { window = (lastHeard, 0) }
    window.count += 1
    guard window.count <= limits.messages else { return startClosing(.policyViolation) }
    door.received(Array(data.readableBytesView), opcode == .text, outlet.id)
  }

  private func pong(_ context: ChannelHandlerContext, _ data: ByteBuffer) {
    let size = data.readableBytes + 2
    guard outlet.reserve(size) else {
      context.close(promise: nil)
      return
    }
    let frame = WebSocketFrame(fin: true, opcode: .pong, data: data)
    context.writeAndFlush(Self.wrapOutboundOut(frame)).assumeIsolated().whenComplete { [outlet] _ in
      outlet.sent(size)
    }
  }

  private func schedulePing() {
    guard let context else { return }
    pinging = context.eventLoop.assumeIsolated().scheduleTask(
      in: .nanoseconds(limits.pingInterval.nanoseconds)
    ) { [self] in ping() }
  }

  private func ping() {
    guard case .open = state, let context else { return }
    guard (.now() - lastHeard).nanoseconds < limits.silence.nanoseconds else {
      context.close(promise: nil)
      return
    }
    // A ping waits behind at most `pendingBytes`; one that finds no room is not needed to learn that.
    if outlet.reserve(2) {
      let frame = WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())
      context.writeAndFlush(Self.wrapOutboundOut(frame)).assumeIsolated().whenComplete { [outlet] _ in
        outlet.sent(2)
      }
    } else {
      outlet.sent(2)
    }
    schedulePing()
  }

  /// Answers the peer's close frame with its own code, then closes.
  private func echoClose(_ data: ByteBuffer) {
    guard let context else { return }
    state = .closing
    var data = data
    let code = data.readSlice(length: min(2, data.readableBytes)) ?? ByteBuffer()
    let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: code)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(Self.wrapOutboundOut(frame)).assumeIsolated().whenComplete { _ in
      bound.value.close(promise: nil)
    }
    scheduleEnd(context)
  }

  /// Sends a close frame and waits a moment for the peer's, for closing a socket with unread bytes in it would reset
  /// it and lose what was sent.
  private func startClosing(_ code: WebSocketErrorCode) {
    guard case .open = state, let context else { return }
    state = .closing
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    context.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
    context.close(mode: .output, promise: nil)
    scheduleEnd(context)
  }

  private func scheduleEnd(_ context: ChannelHandlerContext) {
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .nanoseconds(limits.farewell.nanoseconds)) {
      bound.value.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  /// The connection is gone, if need be before the upgrade is complete.
  func end() {
    if case .closed = state { return }
    state = .closed
    assembly = nil
    pinging?.cancel()
    pinging = nil
    census.leave()
    door.closed(outlet.id)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch (state, error) {
    case (.open, NIOWebSocketError.invalidFrameLength): startClosing(.messageTooLarge)
    case (.open, is NIOWebSocketError): startClosing(.protocolError)
    default: context.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed: context.close(promise: nil)
    case is ChannelShouldQuiesceEvent: startClosing(.goingAway)
    default: context.fireUserInboundEventTriggered(event)
    }
  }
}
