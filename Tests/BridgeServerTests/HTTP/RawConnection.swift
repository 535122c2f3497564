import Foundation
import Glibc

/// A blocking TCP client that sends what a test wants, right or wrong. Use it on a thread of its own (`offPool`).
final class RawConnection {
  struct Failure: Error { var text: String }

  struct Reply: Equatable {
    var status: Int
    var headers: [String: String]
    var body: String
  }

  struct Frame: Equatable {
    var opcode: UInt8
    var payload: [UInt8]

    static func binary(_ text: String) -> Frame { Frame(opcode: 2, payload: Array(text.utf8)) }
  }

  private let socket: Int32
  private var buffer: [UInt8] = []
  private var isOpen = true

  init(port: UInt16, receiveBuffer: Int32? = nil) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    if var size = receiveBuffer {
      setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(text: "connect: \(String(cString: strerror(errno)))") }
  }

  deinit { close() }

  func close() {
    if isOpen { _ = Glibc.close(socket) }
    isOpen = false
  }

  /// Ends the connection with a TCP reset.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    close()
  }

  func endSending() { shutdown(socket, Int32(SHUT_WR)) }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw Failure(text: "send: \(String(cString: strerror(errno)))") }
      rest = rest.dropFirst(count)
    }
  }

  /// The next bytes; empty when the peer has closed.
  private func receive() throws -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &chunk, chunk.count, 0)
    guard count >= 0 else { throw Failure(text: "receive: \(String(cString: strerror(errno)))") }
    return Array(chunk.prefix(count))
  }

  func read(_ count: Int) throws -> [UInt8] {
    while buffer.count < count {
      let more = try receive()
      guard !more.isEmpty else { throw Failure(text: "closed after \(buffer.count) of \(count) bytes") }
      buffer += more
    }
    defer { buffer.removeFirst(count) }
    return Array(buffer.prefix(count))
  }

  /// Everything until the peer closes.
  func readToEnd() throws -> [UInt8] {
    while case let more = try receive(), !more.isEmpty { buffer += more }
    defer { buffer = [] }
    return buffer
  }

  func readReply() throws -> Reply {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) { head += try read(1) }
    let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n").filter { !$0.isEmpty }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      headers[line[..<colon].lowercased()] = line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
    }
    let status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
    let body = try read(Int(headers["content-length"] ?? "0") ?? 0)
    return Reply(status: status, headers: headers, body: String(decoding: body, as: UTF8.self))
  }

  /// Asks for a WebSocket at `path`.
  func requestUpgrade(_ path: String, headers: [String] = []) throws {
    let lines =
      [
        "GET \(path) HTTP/1.1", "Host: localhost", "Connection: keep-alive, Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ] + headers
    try send(lines.joined(separator: "\r\n") + "\r\n\r\n")
  }

  func request(_ method: String, _ path: String, headers: [String] = [], body: String = "") throws -> Reply {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost:7880"] + headers
    if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
    try send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    return try readReply()
  }

  func sendFrame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, isMasked: Bool = true) throws {
    var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode]
    let mask: UInt8 = isMasked ? 0x80 : 0
    switch payload.count {
    case ..<126: bytes.append(mask | UInt8(payload.count))
    case ..<65_536: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default: bytes += [mask | 127] + (0..<8).map { UInt8(payload.count >> (56 - 8 * $0) & 0xFF) }
    }
    let key: [UInt8] = [0x11, 0x22, 0x33, 0x44]
    if isMasked { bytes += key }
    bytes += isMasked ? payload.enumerated().map { $1 ^ key[$0 % 4] } : payload
    try send(bytes)
  }

  func readFrame() throws -> Frame {
    let head = try read(2)
    guard head[1] & 0x80 == 0 else { throw Failure(text: "a server's frame must not be masked") }
    var length = Int(head[1])
    if length == 126 { length = try read(2).reduce(0) { $0 << 8 | Int($1) } }
    if length == 127 { length = try read(8).reduce(0) { $0 << 8 | Int($1) } }
    return Frame(opcode: head[0] & 0x0F, payload: try read(length))
  }
}

/// Runs blocking work on a thread of its own, for the pool that the server's routes run on has only few.
func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}
