import Foundation
import SansIO
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

  private struct Line {
    var fields: [String: String]
    var time: Date
  }

  private struct Contents {
    var waiting: [Line] = []
    var dropped = 0
  }

  private let file: FileHandle
  private let queue = DispatchQueue(label: "log")
  private let contents = Mutex(Contents())

  init(_ file: FileHandle) { self.file = file }

  /// Puts a line of `fields` last, with the present time; never waits. From any thread.
  func write(_ fields: [String: String]) {
    let time = Date()
    let isFirst = contents.withLock { contents in
      guard contents.waiting.count < LogWriter.capacity else {
        contents.dropped += 1
        return false
      }
      let wasEmpty = contents.waiting.isEmpty
      reportDropped(&contents, at: time)
      contents.waiting.append(Line(fields: fields, time: time))
      return wasEmpty
    }
    if isFirst { queue.async { [self] in put() } }
  }

  /// Waits until all lines are written, but not for a reader that does not read.
  func flush() {
    contents.withLock { reportDropped(&$0, at: Date()) }
    let written = DispatchSemaphore(value: 0)
    queue.async { [self] in
      put()
      written.signal()
    }
    _ = written.wait(timeout: .now() + LogWriter.flushLimit)
  }

  private func reportDropped(_ contents: inout Contents, at time: Date) {
    guard contents.dropped > 0 else { return }
    let fields = ["level": "warning", "event": "log lines dropped", "lines": "\(contents.dropped)"]
    contents.dropped = 0
    contents.waiting.append(Line(fields: fields, time: time))
  }

  /// Writes what waits, in one go.
  private func put() {
    let lines = contents.withLock { contents in
      defer { contents.waiting = [] }
      return contents.waiting
    }
    guard !lines.isEmpty else { return }
    var bytes: [UInt8] = []
    for line in lines {
      var fields = line.fields
      if fields["time"] == nil { fields["time"] = LogWriter.text(line.time) }
      bytes += JSONText.object(fields)
      bytes.append(UInt8(ascii: "\n"))
    }
    try? file.write(contentsOf: bytes)
  }

  /// ISO 8601 in UTC with milliseconds. By hand: Foundation's styles take longer than all the rest of a line.
  static func text(_ time: Date) -> String {
    let milliseconds = Int((time.timeIntervalSince1970 * 1000).rounded(.down))
    var clock = time_t(milliseconds / 1000)
    var parts = tm()
    gmtime_r(&clock, &parts)
    func padded(_ number: some BinaryInteger, _ width: Int) -> String {
      let digits = "\(number)"
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    let date = [padded(parts.tm_year + 1900, 4), padded(parts.tm_mon + 1, 2), padded(parts.tm_mday, 2)]
    let day = [padded(parts.tm_hour, 2), padded(parts.tm_min, 2), padded(parts.tm_sec, 2)]
    return "\(date.joined(separator: "-"))T\(day.joined(separator: ":")).\(padded(milliseconds % 1000, 3))Z"
  }
}
