import RoomClient
import SansIO
import Testing

/// What a server may send over WebSocket that the bridge does not.
@Suite struct ServerFrameTests {
  private let client: ClientThread

  init() throws { client = try ClientThread() }

  private func words(_ frames: [UInt8]) async throws -> [String] {
    let server = try RawServer(staysOpen: false) { Handshake.answer(to: $0) + frames }
    let (stream, teller) = AsyncStream.makeStream(of: String.self)
    _ = try await client.connect(to: "ws://127.0.0.1:\(server.port)/rtc", timeout: .seconds(10)) { event in
      switch event {
      case .opened: teller.yield("opened")
      case .message(let bytes, _): teller.yield(String(decoding: bytes, as: UTF8.self))
      case .refused(let status, _, _):
        teller.yield("refused \(status)")
        teller.finish()
      case .closed(let reason, _):
        teller.yield("closed: \(reason)")
        teller.finish()
      }
    }
    var all: [String] = []
    for await event in stream { all.append(event) }
    return all
  }

  @Test func `fragments behind the answer are one message, text or binary`() async throws {
    let fragments: [UInt8] = [0x02, 4] + Array("one ".utf8) + [0x00, 0] + [0x80, 3] + Array("two".utf8)
    let text: [UInt8] = [0x81, 2] + Array("{}".utf8)
    let close: [UInt8] = [0x88, 2, 0x0F, 0xA1]
    #expect(
      try await words(fragments + text + close) == [
        "opened", "one two", "{}", "closed: closed by the server with code 4001",
      ])
  }

  @Test(
    arguments: [[0x82, 127, 0, 0, 0, 0, 0, 0x20, 0, 1], [0x02, 127, 0x7F, 0, 0, 0, 0, 0, 0, 0]] as [[UInt8]])
  func `a message of more than 2 MiB is refused by its length alone`(frame: [UInt8]) async throws {
    #expect(
      try await words(frame) == ["opened", "closed: the server sent a message of more than 2 MiB"])
  }

  @Test func `fragments that grow beyond 2 MiB are refused`() async throws {
    let first: [UInt8] = [0x02, 127, 0, 0, 0, 0, 0, 0x20, 0, 0] + [UInt8](repeating: 1, count: 2 << 20)
    #expect(
      try await words(first + [0x80, 1, 1]) == [
        "opened", "closed: the server sent a message of more than 2 MiB",
      ])
  }

  @Test(
    arguments: [
      [0x83, 0], [0x80, 0], [0xC2, 1, 0x41], [0x09, 0], [0x89, 126, 0, 126], [0x02, 0, 0x82, 0],
    ] as [[UInt8]])
  func `a frame against RFC 6455 ends the connection with words`(frame: [UInt8]) async throws {
    let all = try await words(frame)
    #expect(all.count == 2 && all[0] == "opened")
    #expect(all.last?.hasPrefix("closed: the server broke WebSocket's rules: ") == true, "\(all)")
  }

  @Test func `a server that breaks off is told as that`() async throws {
    #expect(try await words([0x82, 5, 0x41]) == ["opened", "closed: the connection broke"])
  }

  @Test func `a ping is answered with its own bytes under a mask`() async throws {
    let (heard, teller) = AsyncStream.makeStream(of: [UInt8].self)
    let server = try RawServer(staysOpen: true, heard: { teller.yield($0) }) {
      Handshake.answer(to: $0) + [0x89, 2, 7, 8]
    }
    let connection = try await client.connect(
      to: "ws://127.0.0.1:\(server.port)/rtc", timeout: .seconds(10), events: { _ in })
    var bytes: [UInt8] = []
    for await part in heard {
      bytes += part
      if bytes.count >= 8 { break }
    }
    try #require(bytes.count == 8)
    #expect(bytes.prefix(2) == [0x8A, 0x82])
    #expect([bytes[6] ^ bytes[2], bytes[7] ^ bytes[3]] == [7, 8])
    connection.abort()
  }
}
