import Bridge
import LiveWorld
import Logging
import SansIO
import ServiceLifecycle

/// The event loop of the bridge as a service: started, asked, ended.
final class BridgeService: Service {
  /// What the loop's thread says.
  private enum Notice: Sendable {
    case listening(BridgeLoop.Listening)
    case failed(SocketError)
    case stopped
  }

  private let loop: EventLoop<BridgeLoop>
  private let notices: AsyncStream<Notice>
  private let logger: Logger

  init(settings: ServerSettings, bridge: BridgeSettings, logger: Logger) throws(SocketError) {
    let (notices, teller) = AsyncStream.makeStream(of: Notice.self)
    self.notices = notices
    self.logger = logger
    let journal = CallJournal(logger: logger)
    let reports = BridgeLoop.Reports(
      listening: { result in
        switch result {
        case .success(let addresses): teller.yield(.listening(addresses))
        case .failure(let error): teller.yield(.failed(error))
        }
      },
      event: { journal.write($0) },
      stopped: {
        teller.yield(.stopped)
        teller.finish()
      })
    loop = try EventLoop(
      BridgeLoop(settings: settings, bridge: bridge, reports: reports), options: .media(name: "bridge"))
  }

  /// Starts the loop and waits until SIP is answered.
  /// - Throws: `SocketError` when its addresses cannot be bound.
  func listen() async throws {
    try loop.start()
    for await notice in notices {
      switch notice {
      case .listening(let addresses):
        logger.info(
          "sip listening", metadata: ["sip_udp": "\(addresses.udp)", "sip_tcp": "\(addresses.tcp)"])
        return
      case .failed(let error): throw error
      case .stopped: return
      }
    }
  }

  /// Keeps the bridge up until a graceful shutdown, then ends its calls.
  func run() async throws {
    try? await gracefulShutdown()
    logger.info("shutting down")
    _ = loop.post(.shutDown)
    for await notice in notices { if case .stopped = notice { break } }
  }

  /// The calls of this moment; `nil` when the loop does not answer within `limit`.
  func snapshot(within limit: Duration = .seconds(1)) async -> BridgeSnapshot? {
    let (answers, teller) = AsyncStream.makeStream(of: BridgeSnapshot?.self)
    guard loop.post(.snapshot { teller.yield($0) }) else { return nil }
    let watchdog = Task {
      try await ContinuousClock().sleep(for: limit)
      teller.yield(nil)
    }
    defer { watchdog.cancel() }
    for await answer in answers { return answer }
    return nil
  }
}
