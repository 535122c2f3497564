import BridgeServer
import RoomClient
import SansIO
import Synchronization
import Testing

@Suite struct RoomClientTests {
  /// The events of one connection, in words.
  private final class Events: Sendable {
    let stream: AsyncStream<String>
    let tell: @Sendable (SignalEvent) -> Void

    init() {
      let (stream, teller) = AsyncStream.makeStream(of: String.self)
      self.stream = stream
      tell = { event in
        switch event {
        case .opened: teller.yield("opened")
        case .message(let bytes, _):
          teller.yield(bytes.count > 100 ? "\(bytes.count) bytes" : String(decoding: bytes, as: UTF8.self))
        case .refused(let status, let body, _):
          teller.yield("refused \(status) \(body)")
          teller.finish()
        case .closed(let reason, _):
          teller.yield("closed: \(reason)")
          teller.finish()
        }
      }
    }

    /// All of them, after the last.
    var all: [String] {
      get async {
        var all: [String] = []
        for await event in stream { all.append(event) }
        return all
      }
    }
  }

  private let client: ClientThread

  init() throws { client = try ClientThread() }

  @Test func `messages go both ways and the server's close is told`() async throws {
    let outlets = Mutex<[UInt64: SignalOutlet]>([:])
    let events = Events()
    try await ServedEdge.run(
      received: { bytes, isText, id in
        #expect(!isText)
        let isLast = bytes == Array("bye".utf8)
        let outlet = outlets.withLock { isLast ? $0.removeValue(forKey: id) : $0[id] }
        if isLast { outlet?.close() } else { outlet?.send(bytes + bytes) }
      },
      join: { outlet in
        outlets.withLock { $0[outlet.id] = outlet }
        outlet.admit(first: Array("welcome".utf8))
      }
    ) { port in
      let connection = try await client.connect(
        to: "ws://127.0.0.1:\(port)/rtc?access_token=x", timeout: .seconds(10), events: events.tell)
      // Asked for before the connection is open.
      connection.send(Array("one".utf8))
      connection.send([UInt8](repeating: 7, count: 200_000))
      connection.send(Array("bye".utf8))
      #expect(
        await events.all == [
          "opened", "welcome", "oneone", "400000 bytes", "closed: closed by the server with code 1000",
        ])
    }
  }

  @Test func `a refusal has its status and words`() async throws {
    let events = Events()
    try await ServedEdge.run(join: { $0.refuse(status: 404, text: "no such room") }) { port in
      _ = try await client.connect(
        to: "ws://127.0.0.1:\(port)/rtc", timeout: .seconds(10), events: events.tell)
      #expect(await events.all == ["refused 404 no such room"])
    }
  }

  @Test func `closing by this side is told as that`() async throws {
    let events = Events()
    try await ServedEdge.run(join: { $0.admit(first: Array("hi".utf8)) }) { port in
      let connection = try await client.connect(
        to: "ws://127.0.0.1:\(port)/rtc/v1", timeout: .seconds(10), events: events.tell)
      var iterator = events.stream.makeAsyncIterator()
      #expect(await iterator.next() == "opened")
      #expect(await iterator.next() == "hi")
      connection.close()
      #expect(await iterator.next() == "closed: closed by this side")
    }
  }

  @Test func `many connections are served by one thread`() async throws {
    try await ServedEdge.run(join: { outlet in
      outlet.admit(first: Array("hi".utf8))
      outlet.close()
    }) { port in
      let all = (0..<200).map { _ in Events() }
      for events in all {
        _ = try await client.connect(
          to: "ws://127.0.0.1:\(port)/rtc", timeout: .seconds(20), events: events.tell)
      }
      for events in all {
        let all = await events.all
        #expect(all == ["opened", "hi", "closed: closed by the server with code 1000"])
      }
    }
  }

  private static let accept = "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"

  @Test(arguments: [
    ("", "closed the connection before"), ("garbage\r\n\r\n", "cannot be read"),
    (accept + "\r\n", "cannot be read"), (accept + "Sec-WebSocket-Accept: AAAA\r\n\r\n", "cannot be read"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "closed the connection before"),
  ])
  func `a server that is none ends the connection with words`(answer: String, words: String) async throws {
    let server = try RawServer(answer: Array(answer.utf8))
    let events = Events()
    _ = try await client.connect(
      to: "ws://127.0.0.1:\(server.port)/rtc", timeout: .seconds(10), events: events.tell)
    let all = await events.all
    #expect(all.count == 1)
    #expect(all.first?.contains(words) == true, "\(all)")
  }

  @Test func `a server that says nothing is given up`() async throws {
    let server = try RawServer(answer: [], staysOpen: true)
    let events = Events()
    _ = try await client.connect(
      to: "ws://127.0.0.1:\(server.port)/rtc", timeout: .milliseconds(50), events: events.tell)
    #expect(await events.all == ["closed: no answer from 127.0.0.1:\(server.port) within 0.05 s"])
  }

  @Test func `a port that nobody serves is told with the system's words`() async throws {
    // Port 1 needs rights that no test server has.
    let events = Events()
    _ = try await client.connect(to: "ws://127.0.0.1:1/rtc", timeout: .seconds(10), events: events.tell)
    let all = await events.all
    #expect(all.count == 1)
    #expect(all.first?.hasPrefix("closed: cannot connect to 127.0.0.1:1: ") == true)
  }

  private func post(_ url: String, _ timeout: Interval = .seconds(10)) async -> Result<
    HTTPReply, RoomClientError
  > {
    await withCheckedContinuation { continuation in
      client.requestToken(
        url: url, body: Array("body ".utf8), headers: [("Authorization", "Bearer k")], timeout: timeout
      ) { result, _ in continuation.resume(returning: result) }
    }
  }

  @Test func `a name is looked up, and one that nobody has is told`() async throws {
    try await ServedEdge.run(join: { $0.refuse(status: 404, text: "no such room") }) { port in
      #expect(try await post("http://localhost:\(port)/echo").get().status == 200)
      let events = Events()
      _ = try await client.connect(
        to: "ws://localhost:\(port)/rtc", timeout: .seconds(10), events: events.tell)
      #expect(await events.all == ["refused 404 no such room"])
    }
    guard case .failure(.unreachable(let address, _)) = await post("http://nobody.invalid/") else {
      Issue.record("a name of .invalid was found")
      return
    }
    #expect(address == "nobody.invalid:80")
  }

  @Test func `a request has its answer`() async throws {
    try await ServedEdge.run(join: { _ in }) { port in
      let reply = try await post("http://127.0.0.1:\(port)/echo").get()
      #expect(reply.status == 200)
      #expect(String(decoding: reply.body, as: UTF8.self) == "body Bearer k")
      #expect(reply.headers.contains { $0.name.lowercased() == "content-type" })
      #expect(try await post("http://127.0.0.1:\(port)/none").get().status == 404)
    }
  }

  @Test func `a request that fails says how`() async throws {
    func failure(_ url: String, _ timeout: Interval = .seconds(10)) async -> RoomClientError? {
      guard case .failure(let error) = await post(url, timeout) else { return nil }
      return error
    }
    #expect(await failure("https://h/") == .tlsNotSupported(url: "https://h/"))
    let silent = try RawServer(answer: [], staysOpen: true)
    let address = "127.0.0.1:\(silent.port)"
    #expect(
      await failure("http://\(address)/", .milliseconds(50))
        == .timeout(address: address, after: .milliseconds(50)))
    let short = try RawServer(answer: Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab".utf8))
    #expect(
      await failure("http://127.0.0.1:\(short.port)/") == .closedEarly(address: "127.0.0.1:\(short.port)"))
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n".utf8)
    let long = try RawServer(answer: head + [UInt8](repeating: 65, count: 1_048_577))
    #expect(
      await failure("http://127.0.0.1:\(long.port)/")
        == .malformed(
          address: "127.0.0.1:\(long.port)", reason: "its body has more than 1048576 bytes"))
    let garbage = try RawServer(answer: Array("garbage\r\n\r\n".utf8))
    guard case .malformed? = await failure("http://127.0.0.1:\(garbage.port)/") else {
      Issue.record("garbage was read")
      return
    }
  }
}
