import RoomClient
import SansIO
import Testing

/// Connections of token requests that serve a further one.
@Suite struct KeptConnectionTests {
  private let client: ClientThread

  init() throws { client = try ClientThread() }

  private func ask(_ port: UInt16) async -> String {
    let result = await withCheckedContinuation { continuation in
      client.requestToken(
        url: "http://127.0.0.1:\(port)/", body: [], headers: [], timeout: .seconds(10)
      ) { result, _ in continuation.resume(returning: result) }
    }
    switch result {
    case .success(let reply): return String(decoding: reply.body, as: UTF8.self)
    case .failure(let error): return "\(error)"
    }
  }

  private static func answer(_ body: String, _ fields: String = "") -> String {
    "HTTP/1.1 200 OK\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test func `one connection serves one request after the other`() async throws {
    let server = try ScriptedServer([["one", "two", "three"].map { Self.answer($0) }])
    for body in ["one", "two", "three"] { #expect(await ask(server.port) == body) }
    #expect(server.seen == [1, 3])
  }

  @Test func `what a kept connection does not answer any more is asked again on a new one`() async throws {
    let server = try ScriptedServer([[Self.answer("one"), ""], [Self.answer("two")]])
    #expect(await ask(server.port) == "one")
    #expect(await ask(server.port) == "two")
    #expect(server.seen == [2, 3])
  }

  @Test func `what a kept connection has begun to answer is not asked again`() async throws {
    let server = try ScriptedServer([[Self.answer("one"), "HTTP/1.1 200 OK\r\n"], [Self.answer("two")]])
    #expect(await ask(server.port) == "one")
    #expect(await ask(server.port) == "127.0.0.1:\(server.port) closed the connection before it had answered")
    #expect(server.seen == [1, 2])
  }

  @Test(arguments: ["Connection: close\r\n", "Connection: x, Close\r\n"])
  func `a connection that the server wants to close is not kept`(field: String) async throws {
    let server = try ScriptedServer([
      [Self.answer("one", field), Self.answer("wrong")], [Self.answer("two")],
    ])
    #expect(await ask(server.port) == "one")
    #expect(await ask(server.port) == "two")
    #expect(server.seen == [2, 2])
  }

  @Test func `a connection with bytes behind the answer is not kept`() async throws {
    let server = try ScriptedServer([[Self.answer("one") + Self.answer("forged")], [Self.answer("two")]])
    #expect(await ask(server.port) == "one")
    #expect(await ask(server.port) == "two")
    #expect(server.seen == [2, 2])
  }
}
