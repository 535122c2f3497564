public import Bridge
import Foundation
import Hummingbird
import LiveWorld
import NIOCore
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
  /// - Throws: `SocketError` when SIP cannot be bound, NIO's error when HTTP cannot.
  public func run() async throws {
    _ = DescriptorLimit.raise()
    let service = try BridgeService(settings: settings, bridge: bridgeSettings, logger: logger)
    try await service.listen()
    let api = StatusAPI(bridge: service, started: Date())
    let application = Application(
      router: api.router(),
      configuration: ApplicationConfiguration(
        address: .hostname("\(settings.httpAddress)", port: Int(settings.httpPort)), serverName: "callbridge"),
      onServerRunning: { [logger] channel in
        logger.info("http listening", metadata: ["http": "\(channel.localAddress?.port ?? 0)"])
      },
      logger: Logger(label: "http") { _ in SwiftLogNoOpLogHandler() })
    let group = ServiceGroup(
      services: [application, service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    do {
      try await group.run()
    } catch let error as IOError {
      throw HTTPBindError(
        address: TransportAddress(settings.httpAddress, settings.httpPort),
        reason: Errno.describe(error.errnoCode))
    }
  }

  private var bridgeSettings: BridgeSettings {
    let bound = settings.rtpAddress
    let advertised =
      settings.publicAddress ?? (bound.isUnspecified ? HostAddress.primary() ?? .loopback : bound)
    return BridgeSettings(
      dispatch: dispatch, silenceTimeout: settings.silenceTimeout, mediaTimeout: settings.mediaTimeout,
      maximumCalls: settings.maximumCalls, jitterBuffer: settings.jitterBuffer, ports: settings.rtpPorts,
      mediaAddress: advertised)
  }
}
