public import Bridge
import Foundation
import LiveWorld
public import Logging
import SansIO
import ServiceLifecycle
import UnixSignals

/// `callbridge` as a service: the bridge on its event loop, the HTTP API beside it, both ended by SIGTERM or SIGINT.
public struct BridgeServer: Sendable {
  private let settings: ServerSettings
  private let dispatch: DispatchTable
  private let logger: Logger

  /// A server that is not yet running.
  public init(settings: ServerSettings, dispatch: DispatchTable, logger: Logger) {
    self.settings = settings
    self.dispatch = dispatch
    self.logger = logger
  }

  /// Reads the trunks and rules that `settings` name.
  /// - Throws: `SettingError` naming file and field.
  public static func dispatchTable(for settings: ServerSettings) throws(SettingError) -> DispatchTable {
    guard let path = settings.dispatchRules else { return .loopback }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw SettingError(setting: "DISPATCH_RULES", value: path, expected: "a file that can be read")
    }
    return try DispatchFile.table(bytes, path: path)
  }

  /// Runs until a signal ends it; calls that are up then get a BYE.
  /// - Throws: `SocketError` when SIP cannot be bound, `HTTPBindError` when HTTP or signalling cannot.
  public func run() async throws {
    _ = DescriptorLimit.raise()
    let service = try BridgeService(
      settings: settings, bridge: settings.bridgeSettings(dispatch), logger: logger)
    try await service.listen()
    let group = ServiceGroup(
      services: [edge(before: service), service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    )
    try await group.run()
  }

  /// The HTTP side: status, tokens, the room service, and the door for signalling.
  private func edge(before service: BridgeService) -> HTTPEdge {
    let keys = settings.tokenKey.map { RoomKeys(key: $0.key, secret: $0.secret) } ?? RoomKeys()
    let access = RoomAccess(keys: keys)
    let limits = EdgeLimits()
    let router = HTTPEdge.makeRouter()
    StatusAPI(bridge: service, started: Date()).addRoutes(to: router)
    var tokens = TokenAPI.Settings(limits: limits)
    tokens.limit = settings.tokensPerMinute.map { TokenRate(burst: limits.tokenRate.burst, perMinute: $0) }
    TokenAPI(keys: keys, settings: tokens).addRoutes(to: router)
    ValidateAPI(access: access).addRoutes(to: router)
    RoomServiceAPI(service: service, access: access).addRoutes(to: router)
    let main = TransportAddress(settings.httpAddress, settings.httpPort)
    let second = settings.signallingPort.map { TransportAddress(settings.httpAddress, $0) }
    return HTTPEdge(
      router: router, addresses: [main] + [second].compactMap(\.self),
      door: SignalDoor(gate: service, access: access) { [logger] refusal, client in
        logger.warning(
          "join refused",
          metadata: [
            "source": "\(client ?? "")", "status": "\(refusal.status)", "why": "\(refusal.text)",
          ])
      }, limits: limits,
      listening: { [logger] asked, port in
        logger.info(
          asked == main ? "http listening" : "signalling listening",
          metadata: [asked == main ? "http" : "signalling": "\(port)"])
      })
  }
}
