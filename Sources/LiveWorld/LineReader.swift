import CSockets
import Glibc
import SansIO

/// Reads lines from a pipe on a thread of its own until the last writer closes it.
final class LineReader: Sendable {
  /// Longer lines are cut into pieces of this many bytes.
  static let longestLine = 64 << 10

  private let source: Descriptor
  private let ended: Descriptor

  /// Takes over the open descriptor `pipe`.
  init(pipe: Int32, deliver: @escaping @Sendable (String) -> Void) throws(SocketError) {
    source = Descriptor(owning: pipe)
    ended = try Descriptor(cs_event_new()) { SocketError(.open, "line reader", code: $0) }
    let started = ThreadBody(name: "lines") { [self] in
      read(deliver)
      cs_event_signal(ended.number)
    }.start()
    guard started.code == 0 else { throw SocketError(.startThread, "line reader", code: started.code) }
    cs_thread_detach(started.thread)
  }

  /// Waits for the end of the input; false when it has not come by `deadline`.
  func hasEnded(by deadline: Instant) -> Bool {
    while true {
      let left = (deadline - MonotonicClock.now()).nanoseconds
      if cs_wait_readable(ended.number, max(0, left)) == 1 { return true }
      if left <= 0 { return false }
    }
  }

  private func read(_ deliver: (String) -> Void) {
    var line: [UInt8] = []
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { buffer in
      while true {
        let count = Glibc.read(source.number, buffer.baseAddress, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        for byte in buffer[..<count] {
          let isEnd = byte == UInt8(ascii: "\n")
          if !isEnd { line.append(byte) }
          guard isEnd || line.count == LineReader.longestLine else { continue }
          deliver(String(decoding: line, as: UTF8.self))
          line.removeAll(keepingCapacity: true)
        }
      }
    }
    if !line.isEmpty { deliver(String(decoding: line, as: UTF8.self)) }
  }
}
