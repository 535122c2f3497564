import Foundation
import Glibc
import Synchronization

/// A server on loopback that takes one connection after the other and answers each request on it by a script; after the
/// last answer, or at an empty one, it closes the connection.
final class ScriptedServer: Sendable {
  let port: UInt16
  private let counts = Mutex((connections: 0, requests: 0))

  /// Connections and requests so far.
  var seen: [Int] { counts.withLock { [$0.connections, $0.requests] } }

  init(_ script: [[String]]) throws {
    let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard bound else { throw RawServer.Failure() }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in
      for answers in script {
        let socket = accept(listener, nil, nil)
        counts.withLock { $0.connections += 1 }
        for answer in answers {
          guard hasRequest(socket) else { break }
          counts.withLock { $0.requests += 1 }
          guard !answer.isEmpty else { break }
          _ = send(socket, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
        }
        close(socket)
      }
      close(listener)
    }
  }

  /// Reads one request without a body.
  private func hasRequest(_ socket: Int32) -> Bool {
    var request: [UInt8] = []
    var byte: UInt8 = 0
    while !request.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      guard recv(socket, &byte, 1, 0) == 1 else { return false }
      request.append(byte)
    }
    return true
  }
}
