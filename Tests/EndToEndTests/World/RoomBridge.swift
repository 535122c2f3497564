import LiveWorld
import Testing

/// What an operator has beside a bridge with rooms: its key, and the official server API.
enum RoomBridge {
  private static let key = [
    "LIVEKIT_API_KEY": "test-key", "LIVEKIT_API_SECRET": "a secret of these tests only, 42 long",
  ]

  /// A bridge with rooms, that hangs up for silence only when told so.
  static func start(_ settings: [String: String] = [:]) async throws -> BridgeProgram {
    let own = key.merging(["ICE_PORT": "\(try Ports.one())", "SILENCE_TIMEOUT": "off"]) { $1 }
    return try await BridgeProgram.start(own.merging(settings) { $1 })
  }

  /// Does `action` (rooms, list, mute, kick, delete) by the official server API; its answer as text.
  @discardableResult
  static func act(_ bridge: BridgeProgram, _ action: String, _ names: String...) async throws -> String {
    let access = ["--key", key["LIVEKIT_API_KEY"]!, "--secret", key["LIVEKIT_API_SECRET"]!]
    let program = try Program(
      RoomPeer.officialPython(),
      [Programs.peer("room_admin.py"), "--bridge", "http://\(bridge.http)"] + access + [action] + names)
    #expect(try await program.exit() == .exited(0), "\(action) \(names): \(program.text)")
    return program.text
  }
}
