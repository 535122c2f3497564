import BridgeServer
import Hummingbird
import Logging
import SansIO
import ServiceLifecycle
import Testing

@Suite struct HTTPEdgeTests {
  private typealias Told = (asked: TransportAddress, port: UInt16)

  private func edge(
    _ addresses: [TransportAddress], listening: @escaping HTTPEdge.Listening
  ) -> HTTPEdge {
    let router = HTTPEdge.makeRouter()
    router.get("/health") { _, _ in "fine" }
    return HTTPEdge(router: router, addresses: addresses, door: FakeBridge().door, listening: listening)
  }

  /// Runs `body` while `addresses` are served; it gets what the edge tells.
  private func served(
    _ addresses: [TransportAddress], _ body: (inout AsyncStream<Told>.Iterator) async throws -> Void
  ) async throws {
    let (told, teller) = AsyncStream.makeStream(of: Told.self)
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let group = ServiceGroup(
      services: [edge(addresses) { teller.yield(($0, $1)) }], logger: quiet)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { teller.finish() }
        try await group.run()
      }
      var iterator = told.makeAsyncIterator()
      try await body(&iterator)
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      #expect(await iterator.next() == nil)
    }
  }

  @Test func `each of two addresses is served and told once`() async throws {
    let second = try #require(TransportAddress("127.0.0.2:0"))
    let asked = [TransportAddress(.loopback, 0), second]
    try await served(asked + asked) { told in
      let both = [try #require(await told.next()), try #require(await told.next())]
      #expect(Set(both.map(\.asked)) == Set(asked))
      let first = try #require(both.first { $0.asked.ip == .loopback })
      let body = try await offPool { [port = first.port] in
        try RawConnection(port: port).request("GET", "/health").body
      }
      #expect(body == "fine")
    }
  }

  @Test func `one address that is taken ends the whole edge with its name`() async throws {
    try await served([TransportAddress(.loopback, 0)]) { told in
      let taken = TransportAddress(.loopback, try #require(await told.next()).port)
      let error = await #expect(throws: (any Error).self) {
        try await edge([TransportAddress(.loopback, 0), taken], listening: { _, _ in }).run()
      }
      #expect(
        "\(error.map { "\($0)" } ?? "")".hasPrefix("cannot serve HTTP on \(taken): Address already in use"))
    }
  }
}
