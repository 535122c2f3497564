import LiveWorld
import RoomClient
import SansIO
import Synchronization

/// A `RoomClient` on an event loop of its own, for tests; usable from any thread.
final class ClientThread: Sendable {
  /// One signalling connection.
  struct Connection: Sendable {
    fileprivate let thread: ClientThread
    fileprivate let signal: SignalConnection

    func send(_ bytes: [UInt8]) { thread.perform { [signal] in $0.send(bytes, on: signal) } }
    func close() { thread.perform { [signal] in $0.close(signal) } }
    func abort() { thread.perform { [signal] in $0.abort(signal) } }
  }

  final class Handler: EventLoopHandler {
    enum Message: Sendable {
      case perform(@Sendable (RoomClient<Handler>) -> Void)
      case found(HostFound)
    }

    private var client: RoomClient<Handler>?

    func started(_ loop: EventLoop<Handler>) {
      client = RoomClient(loop: loop) { [weak loop] in _ = loop?.post(.found($0)) }
    }

    func received(
      _ datagram: Span<UInt8>, from source: TransportAddress, on socket: SocketToken, at arrival: Instant
    ) {}
    func unreachable(_ destination: TransportAddress, on socket: SocketToken, error: Int32) {}

    func connected(_ connection: SocketToken) { client?.connected(connection) }

    func receivedStream(_ bytes: Span<UInt8>, on connection: SocketToken, at arrival: Instant) {
      _ = client?.receivedStream(bytes, on: connection, at: arrival)
      client?.flush()
    }

    func closed(_ connection: SocketToken, reason: String) {
      _ = client?.closed(connection, reason: reason)
    }

    func message(_ message: Message, at now: Instant) {
      guard let client else { return }
      switch message {
      case .perform(let action): action(client)
      case .found(let host): client.found(host)
      }
      client.flush()
    }

    func advance(to now: Instant) {
      client?.advance(to: now)
      client?.flush()
    }
    var nextDeadline: Instant? { client?.nextDeadline }
  }

  private let loop: EventLoop<Handler>

  init() throws {
    loop = try EventLoop(Handler(), options: EventLoopOptions(name: "client"))
    try loop.start()
  }

  deinit { loop.stop() }

  fileprivate func perform(_ action: @escaping @Sendable (RoomClient<Handler>) -> Void) {
    _ = loop.post(.perform(action))
  }

  func connect(
    to url: String, timeout: Interval, events: @escaping @Sendable (SignalEvent) -> Void
  ) async throws(RoomClientError) -> Connection {
    let result = await withCheckedContinuation { continuation in
      perform { client in
        continuation.resume(
          returning: Result { () throws(RoomClientError) in
            try client.connect(to: url, timeout: timeout, events: events)
          })
      }
    }
    return Connection(thread: self, signal: try result.get())
  }

  func requestToken(
    url: String, body: [UInt8], headers: [(String, String)], timeout: Interval,
    completion: @escaping @Sendable (Result<HTTPReply, RoomClientError>, Instant) -> Void
  ) {
    perform {
      $0.requestToken(url: url, body: body, headers: headers, timeout: timeout, completion: completion)
    }
  }
}
