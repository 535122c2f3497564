import LiveWorld
import SansIO
import Testing

/// A bridge that is reached only through a public address and, partly, through other ports than its own.
@Suite(.serialized, .timeLimit(.minutes(3))) struct RoomNATTests {
  @Test func `a bridge behind a NAT serves a phone and a participant outside`() async throws {
    let world = try RoomPeer(
      "nat.py", ["--bridge", Programs.built("callbridge"), "--python", RoomPeer.officialPython()],
      python: Programs.foreign("python3", package: "python3"))
    let answered = try await world.event("answered") { $0.who == "phone" }
    #expect(answered.media?.hasPrefix("198.51.100.1:") == true)
    _ = try await world.ended()
    let ends = world.events.filter { $0.event == "ended" }
    let phone = try #require(ends.first { $0.who == "phone" })
    #expect(phone.cause == "bye_sent")
    #expect(phone.heard?.keys.sorted() == ["participant"])
    #expect(try #require(phone.heard?["participant"]).isWhole, "\(phone)")
    let participant = try #require(ends.first { $0.who == "peer" })
    #expect(try #require(participant.heardOf?["sip_15550100"]?["phone"]).isWhole, "\(participant)")
    #expect(
      world.events.contains { $0.who == "peer" && $0.event == "disconnected" && $0.reason == "ROOM_CLOSED" })
  }
}
