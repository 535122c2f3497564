package import Hummingbird
import HummingbirdCore
import LiveWorld
import Logging
import NIOCore
package import SansIO
import ServiceLifecycle

/// The HTTP side as a service: one set of routes and one door for signalling, on one or more addresses.
package struct HTTPEdge: Service {
  /// Told for each address, in any order, once it is served: what was asked for, and the real port.
  package typealias Listening = @Sendable (_ asked: TransportAddress, _ port: UInt16) -> Void

  private static let quiet = Logger(label: "http") { _ in SwiftLogNoOpLogHandler() }

  private let responder: RouterResponder<EdgeContext>
  private let addresses: [TransportAddress]
  private let door: SignalDoor
  private let limits: EdgeLimits
  private let listening: Listening

  /// An edge that is not yet running. `router` should be made by ``makeRouter()``.
  package init(
    router: Router<EdgeContext>, addresses: [TransportAddress], door: SignalDoor,
    limits: EdgeLimits = EdgeLimits(), listening: @escaping Listening
  ) {
    responder = router.buildResponder()
    self.addresses = addresses
    self.door = door
    self.limits = limits
    self.listening = listening
  }

  /// A router without routes that answers preflights and lets every origin read.
  package static func makeRouter() -> Router<EdgeContext> {
    let router = Router(context: EdgeContext.self)
    router.add(middleware: AnyOriginMiddleware())
    return router
  }

  /// One address as a service.
  private struct Listener<Server: ApplicationProtocol>: Service {
    let address: TransportAddress
    let server: Server

    func run() async throws {
      do {
        try await server.run()
      } catch let error as IOError {
        throw HTTPBindError(address: address, reason: Errno.describe(error.errnoCode))
      }
    }
  }

  /// Serves until a graceful shutdown or a failure.
  /// - Throws: `HTTPBindError` when an address cannot be bound; no other is served then either.
  package func run() async throws {
    let census = SignalCensus(limit: limits.signalConnections)
    let listeners = Set(addresses).map { address in
      // Cancelling does not end a server of Hummingbird, so the failure of one must not cancel the others.
      ServiceGroupConfiguration.ServiceConfiguration(
        service: Listener(address: address, server: application(at: address, census: census)),
        successTerminationBehavior: .gracefullyShutdownGroup,
        failureTerminationBehavior: .gracefullyShutdownGroup)
    }
    try await ServiceGroup(configuration: ServiceGroupConfiguration(services: listeners, logger: Self.quiet))
      .run()
  }

  private func application(
    at address: TransportAddress, census: SignalCensus
  ) -> some ApplicationProtocol {
    let (door, limits, listening) = (door, limits, listening)
    var configuration = ApplicationConfiguration(
      address: .hostname("\(address.ip)", port: Int(address.port)), serverName: "callbridge")
    configuration.availableConnectionsDelegate = MaximumAvailableConnections(
      limits.connections, logger: Self.quiet)
    return Application(
      responder: responder,
      server: HTTPServerBuilder { responder in
        EdgeChannel(responder: responder, door: door, census: census, limits: limits)
      }, configuration: configuration,
      onServerRunning: { channel in
        listening(address, UInt16(channel.localAddress?.port ?? 0))
      }, logger: Self.quiet)
  }
}
