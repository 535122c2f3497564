import LiveWorld
import NIOCore
import NIOHTTP1
import NIOPosix
public import SansIO

/// The network end of many room participants: token requests and signalling connections on a few threads.
///
/// All closures are called on one of these threads and must not block. Plain HTTP and WebSocket only.
public final class RoomClient: Sendable {
  private let group: MultiThreadedEventLoopGroup

  /// A client that works on `threads` threads, 1 or more.
  public init(threads: Int) {
    precondition(threads > 0, "cannot work on \(threads) threads; 1 or more")
    group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
  }

  /// Ends the threads; connections that are left are closed.
  public func shutDown() async { try? await group.shutdownGracefully() }

  /// POSTs `body` to `url`, on a connection of its own.
  ///
  /// - Parameters:
  ///   - headers: besides Host, Content-Length and Connection
  ///   - timeout: for everything from the connection to the end of the answer
  ///   - completion: called once, with the instant at which the answer was complete or the failure was known
  public func requestToken(
    url: String, body: [UInt8], headers: [(String, String)] = [("Content-Type", "application/json")],
    timeout: Interval, completion: @escaping @Sendable (Result<HTTPReply, RoomClientError>, Instant) -> Void
  ) {
    let loop = group.next()
    let target: TargetURL
    do throws(RoomClientError) {
      target = try TargetURL(url)
    } catch {
      loop.execute { completion(.failure(error), MonotonicClock.now()) }
      return
    }
    var fields = HTTPHeaders(headers)
    fields.add(name: "Host", value: target.address)
    fields.add(name: "Content-Length", value: "\(body.count)")
    fields.add(name: "Connection", value: "close")
    let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: target.target, headers: fields)
    let deadline = NIODeadline.now() + .nanoseconds(timeout.nanoseconds)
    let connecting = bootstrap(loop, timeout).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHTTPClientHandlers()
        try pipeline.addHandler(
          PostHandler(
            target: target, head: head, body: body, timeout: timeout, deadline: deadline,
            completion: completion))
      }
    }.connect(host: target.host, port: target.port)
    connecting.whenComplete { result in
      do {
        try result.get().pipeline.syncOperations.handler(type: PostHandler.self).begin()
      } catch {
        completion(.failure(RoomClient.unreachable(target, error, timeout)), MonotonicClock.now())
      }
    }
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
    events: @escaping @Sendable (SignalEvent) -> Void
  ) throws(RoomClientError) -> SignalConnection {
    let target = try TargetURL(url)
    let loop = group.next()
    let connection = SignalConnection(loop: loop)
    let deadline = NIODeadline.now() + .nanoseconds(timeout.nanoseconds)
    let connecting = bootstrap(loop, timeout).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let handshake = HandshakeHandler(
          target: target, headers: headers, timeout: timeout, deadline: deadline, connection: connection,
          events: events)
        let handlers: [any ChannelHandler] = [
          SwitchHandler(handshake), HTTPRequestEncoder(),
          ByteToMessageHandler(
            HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes), maximumBufferSize: 1 << 20),
          handshake,
        ]
        try channel.pipeline.syncOperations.addHandlers(handlers)
      }
    }.connect(host: target.host, port: target.port)
    connecting.whenComplete { result in
      do {
        try result.get().pipeline.syncOperations.handler(type: HandshakeHandler.self).begin()
      } catch {
        events(
          .closed(reason: "\(RoomClient.unreachable(target, error, timeout))", at: MonotonicClock.now()))
      }
    }
    return connection
  }

  private func bootstrap(_ loop: any NIOCore.EventLoop, _ timeout: Interval) -> ClientBootstrap {
    ClientBootstrap(group: loop).connectTimeout(.nanoseconds(timeout.nanoseconds))
      .channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
  }

  private static func unreachable(
    _ target: TargetURL, _ error: any Error, _ timeout: Interval
  ) -> RoomClientError {
    let single = (error as? NIOConnectionError)?.connectionErrors.first?.error ?? error
    switch single {
    case ChannelError.connectTimeout: return .timeout(address: target.address, after: timeout)
    case let error as IOError:
      return .unreachable(address: target.address, reason: Errno.describe(error.errnoCode))
    case is NIOConnectionError: return .unreachable(address: target.address, reason: "the name is not known")
    default: return .unreachable(address: target.address, reason: "\(single)")
    }
  }
}
