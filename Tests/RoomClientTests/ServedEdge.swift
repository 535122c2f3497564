import BridgeServer
import Hummingbird
import Logging
import SansIO
import ServiceLifecycle
import Testing

/// The bridge's own HTTP side on a loopback port, answering joins by the query: `?refuse` or a first message.
enum ServedEdge {
  static func run(
    received: @escaping @Sendable ([UInt8], Bool, UInt64) -> Void = { _, _, _ in },
    join: @escaping @Sendable (SignalOutlet) -> Void, _ body: (UInt16) async throws -> Void
  ) async throws {
    let router = HTTPEdge.makeRouter()
    router.post("/echo") { request, _ in
      try await String(buffer: request.body.collect(upTo: 1000)) + (request.headers[.authorization] ?? "")
    }
    let (ports, teller) = AsyncStream.makeStream(of: UInt16.self)
    let door = SignalDoor(
      examine: { _ in .success(join) }, received: received, closed: { _ in })
    var limits = EdgeLimits()
    limits.pingInterval = .milliseconds(10)
    let edge = HTTPEdge(
      router: router, addresses: [TransportAddress(.loopback, 0)], door: door, limits: limits,
      listening: { _, port in teller.yield(port) })
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let group = ServiceGroup(services: [edge], logger: quiet)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      var iterator = ports.makeAsyncIterator()
      try await body(#require(await iterator.next()))
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }
}
