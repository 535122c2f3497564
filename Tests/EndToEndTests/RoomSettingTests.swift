import Foundation
import LiveWorld
import SansIO
import Testing

/// The settings of rooms, with the official client where it makes a difference to one.
@Suite(.serialized, .timeLimit(.minutes(3))) struct RoomSettingTests {
  @Test func `LIVEKIT_PORT serves signalling as well as PORT does`() async throws {
    let port = try Ports.one()
    let bridge = try await RoomBridge.start(["LIVEKIT_PORT": "\(port)"])
    let listening = try await bridge.log("signalling listening", count: 1)[0]
    #expect(listening["signalling"] == "\(port)")
    let second = try RoomPeer.official(
      bridge, room: "call-1", identity: "second", say: nil, arguments: ["--url", "ws://127.0.0.1:\(port)"])
    let first = try RoomPeer.official(bridge, room: "call-1", identity: "first", say: "participant")
    // They are in one room, whichever door they took.
    #expect(try await second.event("track_subscribed").identity == "first")
    try await second.hears("participant")
    for peer in [first, second] { try peer.say("leave") }
    _ = try await (first.ended(), second.ended())
    try await bridge.stop()
  }

  @Test(arguments: [
    ("LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"), ("LIVEKIT_API_SECRET", "LIVEKIT_API_KEY"),
  ])
  func `half a pair of key and secret is refused, without telling it`(set: String, missing: String)
    async throws
  {
    let outcome = try await Command.run(
      "callbridge", ["serve"], environment: [set: "half of a pair that nobody may read"])
    #expect(outcome.status == .exited(104))
    #expect(outcome.text.contains(missing))
    #expect(outcome.text.contains("expected"))
    #expect(!outcome.text.contains("half of a pair"), "\(outcome.text)")
  }

  @Test func `an ICE port in use is named with what to do`() async throws {
    let holder = try UDPSocket(bind: TransportAddress(.loopback, 0))
    let address = holder.boundAddress
    let outcome = try await Command.run(
      "callbridge",
      [
        "serve", "--sip", "127.0.0.1:0", "--port", "0", "--http-address", "127.0.0.1",
        "--rtp-address", "127.0.0.1", "--ice-port", "\(address.port)",
      ])
    #expect(outcome.status == .exited(1))
    #expect(outcome.text.contains("\(address)"), "\(outcome.text)")
    #expect(outcome.text.contains("in use"))
    withExtendedLifetime(holder) {}
  }

  @Test func `ROOM_ENDS=when-empty keeps a client in the room after the call`() async throws {
    let bridge = try await RoomBridge.start(["ROOM_ENDS": "when-empty"])
    let client = try RoomPeer.official(bridge, room: "call-1")
    let former = try RoomPeer.phone(bridge, room: "call-1", caller: "15550101")
    try await former.hears("participant")
    try former.say("bye")
    #expect(try await client.event("participant_disconnected").identity == "sip_15550101")
    _ = try await former.ended()
    // Somebody else calls, and it still talks there.
    let latter = try RoomPeer.phone(bridge, room: "call-1", caller: "15550102")
    try await latter.hears("participant")
    try await client.hears("phone", count: 2)
    #expect(!client.events.contains { $0.event == "disconnected" })
    try client.say("leave")
    try await latter.stopsHearing("participant")
    try latter.say("bye")
    _ = try await (client.ended(), latter.ended())
    _ = try await bridge.statusAtRest()
    try await bridge.stop()
  }

  @Test(arguments: ["203.0.113.10", "203.0.113.10:17882"])
  func `ICE_PUBLIC is the one candidate of an answer`(setting: String) async throws {
    let port = try Ports.one()
    let keys = ["LIVEKIT_API_KEY": "setting-tests", "LIVEKIT_API_SECRET": "a secret of these tests alone"]
    let bridge = try await RoomBridge.start(
      keys.merging(["ICE_PUBLIC": setting, "ICE_PORT": "\(port)"]) { $1 })
    let asker = try RoomPeer(
      "hostile_client.py",
      [
        "--bridge", "\(bridge.http)", "--ice-port", "\(port)", "--room", "call-1",
        "--key", keys["LIVEKIT_API_KEY"]!, "--secret", keys["LIVEKIT_API_SECRET"]!, "asks-only",
      ], python: RoomPeer.officialPython())
    let candidate = try await asker.event("outcome").reason ?? ""
    let fields = candidate.split(separator: " ")
    #expect(fields.count >= 8, "\(candidate)")
    let expected = setting.contains(":") ? setting : "\(setting):\(port)"
    #expect(fields.dropFirst(4).prefix(2).joined(separator: ":") == expected, "\(candidate)")
    #expect(fields.dropFirst(6).prefix(2) == ["typ", "host"])
    try asker.say("over")
    _ = try await asker.ended()
    try await bridge.stop()
  }
}
