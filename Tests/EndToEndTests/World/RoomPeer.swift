import Foundation
import LiveWorld
import SansIO
import Testing

/// A peer of Tests/Peers that tells its events as lines of JSON and takes words: a phone, a participant.
struct RoomPeer: Sendable {
  private let program: Program
  private let folder: TemporaryFolder
  private let words: FileHandle

  /// Starts a script of Tests/Peers.
  init(_ script: String, _ arguments: [String], python: String) throws {
    folder = try TemporaryFolder()
    let pipe = folder.file("words")
    guard mkfifo(pipe, 0o600) == 0, let words = FileHandle(forUpdatingAtPath: pipe) else {
      throw Programs.Missing("no named pipe can be made at \(pipe)")
    }
    self.words = words
    // ChildProcess connects no standard input; a shell does.
    program = try Program(
      "/bin/sh", ["-c", #"exec "$@" <"$0""#, pipe, python, Programs.peer(script)] + arguments,
      environment: ["TMPDIR": folder.path, "PYTHONUNBUFFERED": "1"])
  }

  /// A phone that calls `room`.
  static func phone(
    _ bridge: BridgeProgram, room: String, say: String = "phone", caller: String = "15550100",
    arguments: [String] = []
  ) throws -> RoomPeer {
    let own = ["--bridge", "\(bridge.sip)", "--room", room, "--say", say, "--caller", caller]
    return try RoomPeer(
      "phone.py", own + arguments, python: Programs.foreign("python3", package: "python3"))
  }

  /// The official client.
  static func official(
    _ bridge: BridgeProgram, room: String, identity: String = "participant", say: String? = "participant",
    arguments: [String] = []
  ) throws -> RoomPeer {
    let own = ["--bridge", "http://\(bridge.http)", "--room", room, "--identity", identity]
    return try RoomPeer(
      "room_peer.py", own + (say.map { ["--say", $0] } ?? []) + arguments, python: officialPython())
  }

  /// A page in Chromium.
  static func page(_ bridge: BridgeProgram, room: String) throws -> RoomPeer {
    try RoomPeer(
      "chromium_peer.py",
      [
        "--bridge", "http://\(bridge.http)", "--room", room, "--chromium",
        Programs.foreign("chromium", package: "chromium"),
      ], python: Programs.foreign("python3", package: "python3"))
  }

  /// The Python that has the official client.
  static func officialPython() throws -> String {
    let path = "\(Programs.root)/.venv/bin/python"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Programs.Missing(
        "the official client is not there: Scripts/peer-environment puts it into .venv; `make test` does it")
    }
    return path
  }

  /// Says a word to it: mute, unmute, hush, speak, leave or bye.
  func say(_ word: String) throws { try words.write(contentsOf: Data("\(word)\n".utf8)) }

  /// All it has told so far.
  var events: [RoomEvent] { program.transcript.lines.compactMap(RoomEvent.parse) }

  /// Waits for the `count`-th event of that name which is `wanted`; that one.
  @discardableResult
  func event(
    _ name: String, count: Int = 1, limit: Interval = Waiting.patience,
    where wanted: @escaping @Sendable (RoomEvent) -> Bool = { _ in true }
  ) async throws -> RoomEvent {
    try await program.wait(for: "\(count) times the event \"\(name)\"", limit: limit) { lines in
      let found = lines.compactMap(RoomEvent.parse).filter { $0.event == name && wanted($0) }
      return found.count >= count ? found[count - 1] : nil
    }
  }

  /// Waits until it hears a tune, for the `count`-th time.
  func hears(_ tune: String, count: Int = 1) async throws {
    try await event("hears", count: count) { $0.tune == tune }
  }

  /// Waits until it hears a tune no longer.
  func stopsHearing(_ tune: String) async throws { try await event("stops_hearing") { $0.tune == tune } }

  /// Waits until so much more audio, silence included, has come to a phone.
  func receives(seconds: Int) async throws {
    let so = events.count { $0.event == "second_received" }
    try await event("second_received", count: so + seconds)
  }

  /// Waits for its end, which must be a good one; its last event, with all that it heard.
  func ended(sourceLocation: SourceLocation = #_sourceLocation) async throws -> RoomEvent {
    let status = try await program.exit()
    #expect(status == .exited(0), "\(program.text)", sourceLocation: sourceLocation)
    return try #require(
      events.last { $0.event == "ended" || $0.event == "over" }, sourceLocation: sourceLocation)
  }
}
