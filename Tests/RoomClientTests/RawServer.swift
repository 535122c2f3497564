import Foundation
import Glibc

/// A server on loopback that takes one connection, reads a request's head and answers with given bytes.
struct RawServer {
  struct Failure: Error {}

  let port: UInt16

  /// Answers with `bytes`, then closes or, if `staysOpen`, waits for the client to close.
  init(answer bytes: [UInt8], staysOpen: Bool = false) throws {
    try self.init(staysOpen: staysOpen) { _ in bytes }
  }

  /// Answers with what `answer` makes of the request's head; `heard` gets what the client says after it.
  init(
    staysOpen: Bool, heard: @escaping @Sendable ([UInt8]) -> Void = { _ in },
    answer: @escaping @Sendable (String) -> [UInt8]
  ) throws {
    let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard bound else { throw Failure() }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread {
      let socket = accept(listener, nil, nil)
      close(listener)
      var request: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 4096)
      while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { break }
        request += chunk.prefix(count)
      }
      let bytes = answer(String(decoding: request, as: UTF8.self))
      _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      while staysOpen {
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { break }
        heard(Array(chunk.prefix(count)))
      }
      shutdown(socket, Int32(SHUT_WR))
      while recv(socket, &chunk, chunk.count, 0) > 0 {}
      close(socket)
    }
  }
}
