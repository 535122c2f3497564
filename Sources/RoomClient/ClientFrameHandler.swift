import LiveWorld
import NIOCore
import NIOHTTP1
import NIOWebSocket
import SansIO

/// A signalling connection after its upgrade, the client's side (RFC 6455).
final class ClientFrameHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private enum State {
    case open
    /// Our close frame is out, for `reason`.
    case closing(reason: String)
    case ended
  }

  /// How long the server may take to end the connection after our close frame.
  private static let farewell = TimeAmount.seconds(2)

  /// Bytes of one message, in one frame or in fragments.
  static let longestMessage = 2 << 20

  private let connection: SignalConnection
  private let events: @Sendable (SignalEvent) -> Void
  private var state = State.open
  private var context: ChannelHandlerContext?

  init(connection: SignalConnection, events: @escaping @Sendable (SignalEvent) -> Void) {
    self.connection = connection
    self.events = events
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func send(_ bytes: [UInt8]) {
    guard case .open = state else { return }
    write(.binary, ByteBuffer(bytes: bytes))
  }

  func close() { startClosing(.normalClosure, reason: "closed by this side") }

  private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
    // Section 5.3: every frame of a client has a mask of its own.
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    context?.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = Self.unwrapInboundIn(data)
    switch (state, frame.opcode) {
    case (.open, _) where frame.maskKey != nil || frame.rsv1 || frame.rsv2 || frame.rsv3:
      // Section 5.1: a server does not mask; section 5.2: no extension was agreed on.
      breach("a mask or a reserved bit")
    case (.open, .binary), (.open, .text):
      events(.message(Array(frame.unmaskedData.readableBytesView), at: MonotonicClock.now()))
    case (.open, .ping): write(.pong, frame.unmaskedData)
    case (.open, .connectionClose):
      var code = frame.unmaskedData
      let number = code.getInteger(at: code.readerIndex, as: UInt16.self)
      write(.connectionClose, code.readSlice(length: min(2, code.readableBytes)) ?? ByteBuffer())
      state = .closing(reason: "closed by the server with code \(number.map { "\($0)" } ?? "none")")
      scheduleEnd(context)
    case (.open, .pong): break
    case (.open, _): breach("a frame of an unknown kind")
    case (.closing, .connectionClose): context.close(promise: nil)
    case (.closing, _), (.ended, _): break
    }
  }

  private func breach(_ words: String) {
    startClosing(.protocolError, reason: "the server broke WebSocket's rules: \(words)")
  }

  private func startClosing(_ code: WebSocketErrorCode, reason: String) {
    guard case .open = state, let context else { return }
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    write(.connectionClose, data)
    state = .closing(reason: reason)
    scheduleEnd(context)
  }

  private func scheduleEnd(_ context: ChannelHandlerContext) {
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.farewell) { bound.value.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    let reason: String
    switch state {
    case .open: reason = "the connection broke"
    case .closing(let why): reason = why
    case .ended: return
    }
    state = .ended
    connection.ended()
    // Not passed on: behind stand HTTP's handlers, which would miss the end of an answer.
    events(.closed(reason: reason, at: MonotonicClock.now()))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case is IOError: context.close(promise: nil)
    case NIOWebSocketError.invalidFrameLength,
      NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge:
      startClosing(.messageTooLarge, reason: "the server sent a message of more than 2 MiB")
    default: breach("\(error)")
    }
  }
}
