import Bridge
import LiveWorld
import Logging
import Rooms
import SansIO
import SecureMedia
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

  init(settings: ServerSettings, bridge: BridgeSettings, logger: Logger) throws {
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
      participantEvent: { journal.write($0) },
      stopped: {
        teller.yield(.stopped)
        teller.finish()
      })
    loop = try EventLoop(
      BridgeLoop(settings: settings, bridge: bridge, certificate: Certificate(), reports: reports),
      options: .media(name: "bridge"))
  }

  /// Starts the loop and waits until SIP is answered.
  /// - Throws: `SocketError` when its addresses cannot be bound.
  func listen() async throws {
    try loop.start()
    for await notice in notices {
      switch notice {
      case .listening(let addresses):
        logger.info(
          "sip listening",
          metadata: [
            "sip_udp": "\(addresses.udp)", "sip_tcp": "\(addresses.tcp)", "ice_udp": "\(addresses.ice)",
          ])
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

  /// Hands a client that wants to join to the bridge; without one it is refused.
  func join(_ petition: JoinPetition, _ grants: TokenGrants, over outlet: SignalOutlet) {
    guard !loop.post(.join(outlet, petition, grants)) else { return }
    outlet.refuse(status: 503, text: "the bridge is busy")
  }

  /// A signalling connection brought a message; one that finds no room in the loop's mailbox is lost.
  func received(_ bytes: [UInt8], isText: Bool, on connection: UInt64) {
    _ = loop.post(.signal(bytes, isText: isText, connection: connection))
  }

  /// A signalling connection ended.
  func closed(_ connection: UInt64) { _ = loop.post(.signalClosed(connection)) }

  /// Has `question` answered by the bridge on its own thread; `nil` when it does not answer within `limit`.
  func ask<Answer: Sendable>(
    within limit: Duration = .seconds(2), _ question: @escaping @Sendable (Bridge, Instant) -> Answer
  ) async -> Answer? {
    let (answers, teller) = AsyncStream.makeStream(of: Answer?.self)
    guard loop.post(.ask { teller.yield(question($0, $1)) }) else { return nil }
    let watchdog = Task {
      try await ContinuousClock().sleep(for: limit)
      teller.yield(nil)
    }
    defer { watchdog.cancel() }
    for await answer in answers { return answer }
    return nil
  }

  /// The calls of this moment; `nil` when the loop does not answer within `limit`.
  func snapshot(within limit: Duration = .seconds(1)) async -> BridgeSnapshot? {
    await ask(within: limit) { bridge, now in bridge.snapshot(at: now) }
  }
}
