import LiveWorld
import SansIO

/// What a loop told its handler.
enum Event: Sendable {
  case datagram([UInt8], from: TransportAddress, on: SocketToken, at: Instant)
  case unreachable(TransportAddress, on: SocketToken, error: Int32)
  case accepted(SocketToken, from: TransportAddress)
  case connected(SocketToken)
  case stream([UInt8], on: SocketToken, at: Instant)
  case closed(SocketToken, String)
  case advanced(deadline: Instant, now: Instant)
  case note(producer: Int, number: Int)
  case stopped
}

/// Reports every event to the test; messages are scripts that run on the loop's thread.
final class ScriptedHandler: EventLoopHandler {
  typealias Message = @Sendable (ScriptedHandler) -> Void

  let events: AsyncStream<Event>.Continuation
  var loop: EventLoop<ScriptedHandler>!
  var deadlines: [Instant] = []
  /// What to do with a datagram instead of reporting it.
  var answer: ((ScriptedHandler, Span<UInt8>, TransportAddress, SocketToken) -> Void)?
  var echoesStreams = false

  init(_ events: AsyncStream<Event>.Continuation) { self.events = events }

  func started(_ loop: EventLoop<ScriptedHandler>) { self.loop = loop }

  func received(
    _ datagram: Span<UInt8>, from source: TransportAddress, on socket: SocketToken, at arrival: Instant
  ) {
    if let answer { return answer(self, datagram, source, socket) }
    events.yield(.datagram(Array(copying: datagram), from: source, on: socket, at: arrival))
  }

  func unreachable(_ destination: TransportAddress, on socket: SocketToken, error: Int32) {
    events.yield(.unreachable(destination, on: socket, error: error))
  }

  func accepted(_ connection: SocketToken, from peer: TransportAddress, listener: SocketToken) {
    events.yield(.accepted(connection, from: peer))
  }

  func connected(_ connection: SocketToken) { events.yield(.connected(connection)) }

  func receivedStream(_ bytes: Span<UInt8>, on connection: SocketToken, at arrival: Instant) {
    if echoesStreams, acceptedConnections.contains(connection) {
      loop.write(bytes, on: connection)
    } else {
      events.yield(.stream(Array(copying: bytes), on: connection, at: arrival))
    }
  }

  func closed(_ connection: SocketToken, reason: String) { events.yield(.closed(connection, reason)) }

  func message(_ message: @Sendable (ScriptedHandler) -> Void, at now: Instant) { message(self) }

  func advance(to now: Instant) { events.yield(.advanced(deadline: deadlines.removeFirst(), now: now)) }

  func stopped(at now: Instant) { events.yield(.stopped) }

  var nextDeadline: Instant? { deadlines.first }

  /// Connections whose bytes are echoed.
  var acceptedConnections: Set<SocketToken> = []
}

extension Array where Element == UInt8 {
  init(copying span: Span<UInt8>) {
    self = span.withUnsafeBufferPointer { Array($0) }
  }
}

/// A running loop with a scripted handler, and the events it reports.
final class LiveLoop {
  let loop: EventLoop<ScriptedHandler>
  private var iterator: AsyncStream<Event>.Iterator

  init(_ options: EventLoopOptions = EventLoopOptions(), start: Bool = true) throws {
    let (stream, continuation) = AsyncStream<Event>.makeStream()
    iterator = stream.makeAsyncIterator()
    loop = try EventLoop(ScriptedHandler(continuation), options: options)
    if start { try loop.start() }
  }

  deinit {
    loop.stop()
    loop.join()
  }

  /// Runs `script` on the loop's thread and gives its result.
  func perform<Result: Sendable>(
    _ script: @escaping @Sendable (ScriptedHandler) throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let isPosted = loop.post { handler in
        continuation.resume(with: Swift.Result { try script(handler) })
      }
      precondition(isPosted, "the mailbox is full")
    }
  }

  /// The next event that `select` accepts; others are passed over.
  func next<Value>(_ select: (Event) -> Value?) async throws -> Value {
    while let event = await iterator.next(isolation: #isolation) {
      if let value = select(event) { return value }
    }
    throw CancellationError()
  }

  func nextDatagram() async throws -> (
    bytes: [UInt8], source: TransportAddress, socket: SocketToken, at: Instant
  ) {
    try await next {
      if case .datagram(let bytes, let source, let socket, let at) = $0 {
        (bytes, source, socket, at)
      } else {
        nil
      }
    }
  }
}

/// 127.0.0.1 with a port the kernel chooses.
let anyPort = TransportAddress(.loopback, 0)
