import BridgeServer
import Hummingbird
import Logging
import SansIO
import ServiceLifecycle
import Testing

/// A running edge on a loopback port of the system's choice.
struct EdgeFixture {
  var port: UInt16

  /// Runs `body`, on a thread of its own, against an edge with `bridge` behind it.
  static func run<Value: Sendable>(
    _ bridge: FakeBridge = FakeBridge(), limits: EdgeLimits = EdgeLimits(),
    routes: (Router<EdgeContext>) -> Void = { $0.get("/health") { _, _ in "fine" } },
    _ body: @escaping @Sendable (UInt16) throws -> Value
  ) async throws -> Value {
    let router = HTTPEdge.makeRouter()
    routes(router)
    let (ports, teller) = AsyncStream.makeStream(of: UInt16.self)
    let edge = HTTPEdge(
      router: router, addresses: [TransportAddress(.loopback, 0)], door: bridge.door, limits: limits,
      listening: { _, port in teller.yield(port) })
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let group = ServiceGroup(services: [edge], logger: quiet)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      let result: Result<Value, any Error>
      do {
        result = .success(try await offPool { try body(port) })
      } catch {
        result = .failure(error)
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      bridge.forgetOutlets()
      return try result.get()
    }
  }
}
