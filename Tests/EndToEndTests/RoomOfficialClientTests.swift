import LiveWorld
import SansIO
import Testing

/// The official LiveKit client of PyPI in a room with a phone that shares no code with us.
@Suite(.serialized, .timeLimit(.minutes(4))) struct RoomOfficialClientTests {
  private static let caller = "sip_15550100"

  @Test func `caller and official client hear each other, and the room ends with the call`() async throws {
    let bridge = try await RoomBridge.start()
    let client = try RoomPeer.official(bridge, room: "call-12345")
    try await client.event("published")
    let phone = try RoomPeer.phone(bridge, room: "call-12345")
    let met = try await client.event("participant_connected")
    #expect(met.identity == Self.caller)
    #expect(met.kind == "PARTICIPANT_KIND_SIP")
    #expect(met.attributes?["sip.phoneNumber"]?.hasSuffix("15550100") == true, "\(met)")
    #expect(try await client.event("track_subscribed").identity == Self.caller)
    try await client.hears("phone")
    try await phone.hears("participant")
    try phone.say("bye")

    #expect(try await client.event("disconnected").reason == "ROOM_CLOSED")
    let heard = try await (phone: phone.ended(), client: client.ended())
    #expect(heard.phone.cause == "bye_sent")
    // Each the other, and nobody itself.
    #expect(heard.phone.heard?.keys.sorted() == ["participant"])
    #expect(heard.client.heardOf?[Self.caller]?.keys.sorted() == ["phone"])
    #expect(heard.phone.packets == heard.phone.expected)
    _ = try await bridge.statusAtRest()
    try await bridge.stop()
  }

  @Test func `a client that joins a call already up hears it to the last tone`() async throws {
    let bridge = try await RoomBridge.start()
    let phone = try RoomPeer.phone(bridge, room: "call-2")
    try await phone.event("answered")
    let client = try RoomPeer.official(bridge, room: "call-2")
    #expect(try await client.event("participant_connected").identity == Self.caller)
    try await phone.hears("participant")
    try await client.hears("phone")
    // Long enough for both to have heard the whole tune several times.
    try await phone.receives(seconds: 4)
    try phone.say("bye")
    let heard = try await (phone: phone.ended(), client: client.ended())
    #expect(try #require(heard.phone.heard?["participant"]).isWhole, "\(heard.phone)")
    #expect(try #require(heard.client.heardOf?[Self.caller]?["phone"]).isWhole, "\(heard.client)")
    try await bridge.stop()
  }

  @Test func `a client that mutes itself is heard no longer, and heard again unmuted`() async throws {
    let bridge = try await RoomBridge.start()
    let phone = try RoomPeer.phone(bridge, room: "call-3")
    let client = try RoomPeer.official(bridge, room: "call-3")
    let listener = try RoomPeer.official(bridge, room: "call-3", identity: "listener", say: nil)
    try await phone.hears("participant")
    try await listener.hears("participant")
    try client.say("mute")
    #expect(try await listener.event("track_muted").identity == "participant")
    try await phone.stopsHearing("participant")
    try client.say("unmute")
    #expect(try await listener.event("track_unmuted").identity == "participant")
    try await phone.hears("participant", count: 2)
    try phone.say("bye")
    for peer in [client, listener] {
      #expect(try await peer.event("disconnected").reason == "ROOM_CLOSED")
      _ = try await peer.ended()
    }
    _ = try await phone.ended()
    try await bridge.stop()
  }

  @Test func `an operator mutes, kicks and ends the room by the official server API`() async throws {
    let bridge = try await RoomBridge.start()
    let phone = try RoomPeer.phone(bridge, room: "call-4")
    let first = try RoomPeer.official(bridge, room: "call-4", identity: "first")
    let second = try RoomPeer.official(bridge, room: "call-4", identity: "second", say: "page")
    try await phone.hears("participant")
    try await phone.hears("page")
    #expect(try await RoomBridge.act(bridge, "rooms").contains(#""name": "call-4""#))
    let present = try await RoomBridge.act(bridge, "list", "call-4")
    for identity in ["first", "second", Self.caller] {
      #expect(present.contains(#""identity": "\#(identity)""#))
    }

    try await RoomBridge.act(bridge, "mute", "call-4", "first")
    #expect(try await first.event("track_muted").identity == "first")
    #expect(try await second.event("track_muted").identity == "first")
    try await phone.stopsHearing("participant")

    try await RoomBridge.act(bridge, "kick", "call-4", "first")
    #expect(try await first.event("disconnected").reason == "PARTICIPANT_REMOVED")
    _ = try await first.ended()
    #expect(try await second.event("participant_disconnected").identity == "first")
    #expect(!phone.events.contains { $0.event == "bye_received" })

    try await RoomBridge.act(bridge, "delete", "call-4")
    #expect(try await second.event("disconnected").reason == "ROOM_DELETED")
    #expect(try await phone.ended().cause == "bye_received")
    _ = try await second.ended()
    _ = try await bridge.statusAtRest()
    try await bridge.stop()
  }

  @Test func `two clients and a caller hear the two others, and one leaves`() async throws {
    let bridge = try await RoomBridge.start()
    let phone = try RoomPeer.phone(bridge, room: "call-5")
    let ann = try RoomPeer.official(bridge, room: "call-5", identity: "ann")
    let ben = try RoomPeer.official(bridge, room: "call-5", identity: "ben", say: "page")
    for (peer, tunes) in [
      (phone, ["participant", "page"]), (ann, ["phone", "page"]), (ben, ["phone", "participant"]),
    ] {
      for tune in tunes { try await peer.hears(tune) }
    }
    try ben.say("leave")
    #expect(try await ann.event("participant_disconnected").identity == "ben")
    try await phone.stopsHearing("page")
    #expect(try await ben.ended().heardOf?.keys.sorted() == ["ann", Self.caller])
    try phone.say("bye")
    #expect(try await ann.event("disconnected").reason == "ROOM_CLOSED")
    #expect(try await phone.ended().heard?.keys.sorted() == ["page", "participant"])
    let heard = try #require(try await ann.ended().heardOf)
    #expect(heard["ben"]?.keys.sorted() == ["page"])
    #expect(heard[Self.caller]?.keys.sorted() == ["phone"])
    try await bridge.stop()
  }

  @Test func `the call lasts as long as the client speaks, and ends with both silent`() async throws {
    let bridge = try await RoomBridge.start(["SILENCE_TIMEOUT": "2s"])
    let client = try RoomPeer.official(bridge, room: "call-6")
    try await client.event("published")
    let phone = try RoomPeer.phone(bridge, room: "call-6")
    try await client.hears("phone")
    try phone.say("hush")
    // It has been hushed for well over 2 s once this much has come from the bridge.
    try await client.stopsHearing("phone")
    try await phone.receives(seconds: 4)
    #expect(!phone.events.contains { $0.event == "bye_received" })
    try client.say("hush")
    #expect(try await phone.event("bye_received").reason?.contains("silence") == true)
    #expect(try await client.event("disconnected").reason == "ROOM_CLOSED")
    _ = try await (phone.ended(), client.ended())
    #expect(try await bridge.log("call ended", count: 1)[0]["cause"] == "silence")
    try await bridge.stop()
  }

  @Test func `a token of somebody else's making is refused`() async throws {
    let bridge = try await RoomBridge.start()
    let stranger = try RoomPeer.official(
      bridge, room: "call-7",
      arguments: ["--token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzdHJhbmdlciJ9.c2lnbmVk"])
    #expect(try await stranger.event("failed").error?.contains("401") == true)
    try await bridge.stop()
  }
}
