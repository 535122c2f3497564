import SIP
import SansIO
import Testing

struct StreamFramerTests {
  private func message(_ body: String, contentLength: String? = nil) -> [UInt8] {
    let length = contentLength ?? String(body.utf8.count)
    return Array("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: \(length)\r\n\r\n\(body)".utf8)
  }

  private func frames(_ bytes: [UInt8], chunk size: Int) -> [StreamFramer.Frame] {
    var framer = StreamFramer()
    var found: [StreamFramer.Frame] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      framer.append(Array(rest.prefix(size)).span)
      rest = rest.dropFirst(size)
      while let frame = framer.next() {
        found.append(frame)
        if case .failure = frame { return found }
      }
    }
    return found
  }

  @Test(arguments: [1, 2, 3, 7, 50, 100_000])
  func `messages and pings come out whole whatever the portions`(size: Int) {
    let ping: [UInt8] = Array("\r\n\r\n".utf8)
    let pong: [UInt8] = Array("\r\n".utf8)
    let stream = ping + message("hello\r\n\r\nthere") + pong + message("") + ping + pong + message("x")
    #expect(
      frames(stream, chunk: size) == [
        .ping, .message(message("hello\r\n\r\nthere")), .message(message("")), .ping, .message(message("x")),
      ])
  }

  @Test func `the compact form of Content-Length counts`() {
    let bytes = Array("OPTIONS sip:a@b SIP/2.0\r\nL : 2\r\n\r\nab".utf8)
    #expect(frames(bytes, chunk: 5) == [.message(bytes)])
  }

  @Test func `a message may wait for its body forever without being taken`() {
    #expect(frames(message("short", contentLength: "6"), chunk: 9).isEmpty)
  }

  @Test(arguments: [
    ("-1", MessageError.badContentLength("-1")), ("1 1", .badContentLength("1 1")),
    ("", .badContentLength("")),
    ("99999999999999999999", .badContentLength("99999999999999999999")),
    ("65536", .tooLong(limit: 65_536)),
  ])
  func `a length that cannot be is a failure`(length: String, error: MessageError) {
    #expect(frames(message("", contentLength: length), chunk: 10) == [.failure(error)])
  }

  @Test func `two lengths are a failure`() {
    let bytes = Array("OPTIONS sip:a@b SIP/2.0\r\nl: 1\r\nContent-Length: 1\r\n\r\na".utf8)
    #expect(frames(bytes, chunk: 100) == [.failure(.badContentLength("1"))])
  }

  @Test func `no length is a failure`() {
    let bytes = Array("OPTIONS sip:a@b SIP/2.0\r\nTo: x\r\n\r\n".utf8)
    #expect(frames(bytes, chunk: 100) == [.failure(.missing("Content-Length"))])
  }

  @Test(arguments: [1_000, 100_000]) func `a head without end is a failure before it fills the memory`(
    size: Int
  ) {
    let bytes = Array("OPTIONS sip:a@b SIP/2.0\r\n".utf8) + [UInt8](repeating: 0x61, count: 200_000)
    #expect(frames(bytes, chunk: size) == [.failure(.tooLong(limit: 16_384))])
  }
}
