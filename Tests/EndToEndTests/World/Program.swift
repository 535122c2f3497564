import Foundation
import LiveWorld
import SansIO

/// A program that runs as a process of its own, with everything it says. It is killed when nobody holds it.
final class Program: Sendable {
  /// What it wrote to standard output and standard error.
  let transcript = Transcript()
  /// Its name, for errors.
  let name: String
  private let process: ChildProcess

  /// Starts the program at `path`.
  /// - Parameters:
  ///   - environment: variables beside those that every program needs; nothing else is passed on.
  ///   - folder: where it runs; the present folder without it.
  init(
    _ path: String, _ arguments: [String], environment: [String: String] = [:], folder: String? = nil
  ) throws {
    name = URL(fileURLWithPath: path).lastPathComponent
    let note: @Sendable (String) -> Void = { [transcript] in transcript.append($0) }
    var command = ChildProcess.Command(
      path, arguments, environment: Program.ambient.merging(environment) { $1 }, output: .lines(note),
      errors: .lines(note))
    if let folder {
      // ChildProcess knows no working folder; a shell does.
      command.program = "/bin/sh"
      command.arguments = ["-c", #"cd "$0" && exec "$@""#, folder, path] + arguments
    }
    process = try ChildProcess(command)
  }

  /// What a program needs of our environment; settings of the bridge that happen to be in it must not count.
  private static let ambient: [String: String] = {
    let ours = ProcessInfo.processInfo.environment
    let names = ["PATH", "HOME", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "ASAN_OPTIONS"]
    return ours.filter { names.contains($0.key) }.merging(["TERM": "dumb"]) { $1 }
  }()

  var pid: Int32 { process.pid }

  /// All it said, as one text.
  var text: String { transcript.lines.joined(separator: "\n") }

  /// Waits for `event`: that `choose` makes something of the lines so far.
  func wait<Found: Sendable>(
    for event: String, limit: Interval = Waiting.patience,
    until choose: @escaping @Sendable ([String]) -> Found?
  ) async throws -> Found {
    let found = await Waiting.on { [self] in transcript.wait(limit: limit, until: choose) }
    guard let found else { throw Overdue(event, of: name, transcript: transcript.lines) }
    return found
  }

  /// Waits for a line that contains `words`.
  @discardableResult
  func line(_ words: String, limit: Interval = Waiting.patience) async throws -> String {
    try await wait(for: "a line with \"\(words)\"", limit: limit) { $0.first { $0.contains(words) } }
  }

  /// Waits for the end of the process and of its output.
  func exit(limit: Interval = Waiting.patience) async throws -> LiveWorld.ExitStatus {
    let status = await Waiting.on { [process] in
      let end = MonotonicClock.now() + limit
      let status = process.wait(until: end)
      _ = process.outputEnded(by: MonotonicClock.now() + .seconds(2))
      return status
    }
    guard let status else { throw Overdue("its end", of: name, transcript: transcript.lines) }
    return status
  }

  /// Sends it a signal.
  func signal(_ number: Int32) { process.signal(number) }
}
