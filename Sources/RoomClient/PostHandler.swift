import LiveWorld
import NIOCore
import NIOHTTP1
import SansIO

/// One POST and its answer on one connection.
final class PostHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart
  typealias Completion = @Sendable (Result<HTTPReply, RoomClientError>, Instant) -> Void

  private static let longestBody = 1 << 20

  private enum State {
    /// Before it is known that this connection is the one to use.
    case idle
    case waiting
    case receiving(HTTPReply)
    case done
  }

  private let target: TargetURL
  private let head: HTTPRequestHead
  private let body: [UInt8]
  private let timeout: Interval
  private let deadline: NIODeadline
  private let completion: Completion
  private var state = State.idle
  private var watchdog: Scheduled<Void>?
  private var context: ChannelHandlerContext?

  init(
    target: TargetURL, head: HTTPRequestHead, body: [UInt8], timeout: Interval, deadline: NIODeadline,
    completion: @escaping Completion
  ) {
    self.target = target
    self.head = head
    self.body = body
    self.timeout = timeout
    self.deadline = deadline
    self.completion = completion
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Sends the request: a name with two addresses may make two connections, of which one is used.
  func begin() {
    guard case .idle = state, let context else { return }
    state = .waiting
    guard context.channel.isActive else {
      return finish(context, .failure(.closedEarly(address: target.address)))
    }
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    watchdog = context.eventLoop.scheduleTask(deadline: deadline) {
      let (handler, context) = bound.value
      handler.finish(context, .failure(.timeout(address: handler.target.address, after: handler.timeout)))
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (state, Self.unwrapInboundIn(data)) {
    case (.waiting, .head(let head)):
      state = .receiving(
        HTTPReply(status: Int(head.status.code), headers: head.headers.map { ($0.name, $0.value) }, body: []))
    case (.receiving(var reply), .body(let part)):
      reply.body += part.readableBytesView
      state = .receiving(reply)
      guard reply.body.count > Self.longestBody else { return }
      finish(context, .failure(malformed("its body has more than \(Self.longestBody) bytes")))
    case (.receiving(let reply), .end): finish(context, .success(reply))
    default: break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(context, .failure(.closedEarly(address: target.address)))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case is IOError: finish(context, .failure(.closedEarly(address: target.address)))
    case HTTPParserError.invalidEOFState: finish(context, .failure(.closedEarly(address: target.address)))
    default: finish(context, .failure(malformed("\(error)")))
    }
  }

  private func malformed(_ reason: String) -> RoomClientError {
    .malformed(address: target.address, reason: reason)
  }

  private func finish(_ context: ChannelHandlerContext, _ result: Result<HTTPReply, RoomClientError>) {
    switch state {
    case .idle, .done: return
    case .waiting, .receiving: break
    }
    let now = MonotonicClock.now()
    state = .done
    watchdog?.cancel()
    completion(result, now)
    context.close(promise: nil)
  }
}
