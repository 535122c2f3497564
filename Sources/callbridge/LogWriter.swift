import Foundation
import Synchronization

/// Writes log lines, each one JSON object, from a thread of its own: whoever reads them slowly keeps no call waiting.
///
/// Beyond `capacity` waiting lines further ones are dropped; the next line that finds room follows one that says how
/// many. A line that the file does not take (closed pipe, full disk) is lost.
final class LogWriter: Sendable {
  /// The log of the program.
  static let standardOutput = LogWriter(FileHandle.standardOutput)

  private static let capacity = 4096
  private static let flushLimit = DispatchTimeInterval.seconds(1)

  private struct Contents {
    var waiting = 0
    var dropped = 0
  }

  private let file: FileHandle
  private let queue = DispatchQueue(label: "log")
  private let contents = Mutex(Contents())

  init(_ file: FileHandle) { self.file = file }

  /// Puts a line of `fields` last, with the present time; never waits. From any thread.
  func write(_ fields: [String: String]) {
    let time = Date()
    contents.withLock { contents in
      guard contents.waiting < LogWriter.capacity else {
        contents.dropped += 1
        return
      }
      reportDropped(&contents, at: time)
      contents.waiting += 1
      // Under the lock, so that lines keep their order.
      queue.async { [self] in
        put(fields, at: time)
        self.contents.withLock { $0.waiting -= 1 }
      }
    }
  }

  /// Waits until all lines are written, but not for a reader that does not read.
  func flush() {
    contents.withLock { reportDropped(&$0, at: Date()) }
    let written = DispatchSemaphore(value: 0)
    queue.async { written.signal() }
    _ = written.wait(timeout: .now() + LogWriter.flushLimit)
  }

  private func reportDropped(_ contents: inout Contents, at time: Date) {
    guard contents.dropped > 0 else { return }
    let fields = ["level": "warning", "event": "log lines dropped", "lines": "\(contents.dropped)"]
    contents.dropped = 0
    queue.async { [self] in put(fields, at: time) }
  }

  private func put(_ fields: [String: String], at time: Date) {
    let timed = fields.merging(
      ["time": time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))],
      uniquingKeysWith: { own, _ in own })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var line = try? encoder.encode(timed) else { return }
    line.append(UInt8(ascii: "\n"))
    try? file.write(contentsOf: line)
  }
}
