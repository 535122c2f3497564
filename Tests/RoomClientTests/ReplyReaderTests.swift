import RoomClient
import SansIO
import Testing

/// Answers to a token request, good and bad, by a server made of bytes.
@Suite struct ReplyReaderTests {
  private let client: ClientThread

  init() throws { client = try ClientThread() }

  /// The body of the answer, or the failure in words.
  private func body(_ answer: String) async throws -> String {
    let server = try RawServer(answer: Array(answer.utf8))
    let result = await withCheckedContinuation { continuation in
      client.requestToken(
        url: "http://127.0.0.1:\(server.port)/", body: [], headers: [], timeout: .seconds(10)
      ) { result, _ in continuation.resume(returning: result) }
    }
    switch result {
    case .success(let reply): return "\(reply.status) \(String(decoding: reply.body, as: UTF8.self))"
    case .failure(.malformed(_, let reason)): return reason
    case .failure(.closedEarly): return "closed early"
    case .failure(let error): return "\(error)"
    }
  }

  private static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\ncontent-length:  3 \r\n\r\nabcd", "200 abc"),
    ("HTTP/1.0 200 OK\r\n\r\nall of it", "200 all of it"),
    (
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n",
      "404 "
    ),
    ("HTTP/1.1 204 None\r\n\r\n", "204 "),
    (chunked + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n", "200 abc0123456789"),
    (chunked + "3\r\nabc\r\n0\r\n\r\n", "200 abc"),
  ])
  func `an answer's body ends where RFC 9112 says`(answer: String, body: String) async throws {
    #expect(try await self.body(answer) == body)
  }

  @Test(arguments: [
    (chunked + "3\r\nabc\r\n", "closed early"),
    (chunked + "3\r\nabcd\r\n0\r\n\r\n", "a chunk is longer than it says"),
    (chunked + "x\r\n", "a chunk begins without its length"),
    (chunked + "-1\r\n", "a chunk begins without its length"),
    (chunked + "7fffffffffffffff\r\n", "its body has more than 1048576 bytes"),
    (chunked + String(repeating: "1", count: 2000), "the line of a chunk has no end"),
    (chunked + "0\r\n" + String(repeating: "a", count: 2000), "its trailer has no end"),
    ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "its Content-Length is no number"),
    (
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "its Content-Length is no number"
    ),
    ("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "a header field has no name or no colon"),
    ("HTTP/1.1 200 OK\r\na b: c\r\n\r\n", "the name of a header field has a space"),
    ("HTTP/1.1 20\r\n\r\n", "it does not begin with HTTP/1.1 and a status"),
    ("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n", "it switches protocols unasked"),
    ("HTTP/1.1 200 OK\r\n" + String(repeating: "a", count: 70_000), "its head has more than 65536 bytes"),
  ])
  func `an answer against RFC 9112 is refused in words`(answer: String, words: String) async throws {
    #expect(try await body(answer) == words)
  }
}
