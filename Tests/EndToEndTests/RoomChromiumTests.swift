import LiveWorld
import SansIO
import Testing

/// A plain WebRTC page, without any SDK, in a headless Chromium whose microphone is a known file.
@Suite(.serialized, .timeLimit(.minutes(4))) struct RoomChromiumTests {
  @Test func `page and caller hear each other; the page is muted, and the room ends`() async throws {
    let bridge = try await RoomBridge.start()
    let page = try RoomPeer.page(bridge, room: "call-12345")
    try await page.event("published")
    let phone = try RoomPeer.phone(bridge, room: "call-12345")
    let met = try await page.event("participant_connected")
    #expect(met.identity == "sip_15550100")
    #expect(met.kind == "PARTICIPANT_KIND_SIP")
    try await page.hears("phone")
    try await phone.hears("page")
    try page.say("mute")
    try await phone.stopsHearing("page")
    try page.say("unmute")
    try await phone.hears("page", count: 2)
    try phone.say("bye")

    #expect(try await page.event("disconnected").reason == "ROOM_CLOSED")
    let heard = try await (phone: phone.ended(), page: page.ended())
    #expect(heard.phone.heard?.keys.sorted() == ["page"])
    #expect(heard.page.heardOf?["sip_15550100"]?.keys.sorted() == ["phone"])
    #expect(!page.events.contains { $0.event == "failed" }, "\(page.events)")
    try await bridge.stop()
  }

  @Test func `page, official client and caller are in one room; the page is kicked`() async throws {
    let bridge = try await RoomBridge.start()
    let phone = try RoomPeer.phone(bridge, room: "call-2")
    let client = try RoomPeer.official(bridge, room: "call-2")
    let page = try RoomPeer.page(bridge, room: "call-2")
    for (peer, tunes) in [
      (phone, ["participant", "page"]), (client, ["phone", "page"]), (page, ["phone", "participant"]),
    ] {
      for tune in tunes { try await peer.hears(tune) }
    }
    try await RoomBridge.act(bridge, "mute", "call-2", "page")
    try await page.event("muted")
    try await phone.stopsHearing("page")
    try await RoomBridge.act(bridge, "kick", "call-2", "page")
    #expect(try await page.event("disconnected").reason == "PARTICIPANT_REMOVED")
    #expect(try await client.event("participant_disconnected").identity == "page")
    _ = try await page.ended()
    try phone.say("bye")
    _ = try await (phone.ended(), client.ended())
    try await bridge.stop()
  }
}
