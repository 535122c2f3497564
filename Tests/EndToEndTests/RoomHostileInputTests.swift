import Foundation
import LiveWorld
import SansIO
import Testing

/// What no client of a room would do is done to a bridge while a caller and a participant talk there.
@Suite(.serialized, .timeLimit(.minutes(4))) struct RoomHostileInputTests {
  /// What becomes of each client of Tests/Peers/hostile_client.py, as far as it is said.
  private static let outcomes = [
    "no-token": "401 permissions denied",
    "wrong-token": "401 invalid token: the access token's signature does not fit",
    "expired-token": "401 invalid token: the access token expired",
    "garbage-token": "401 invalid token",
    // Alone there, and without power here.
    "other-room": "in elsewhere with 0, kick 401",
    "no-join-request": "400 join_request is required",
    "unwrapped-join-request": "400 join_request does not hold a WrappedJoinRequest",
    "garbage-join-request": "400 join_request is not base64url",
    "huge-join-request": "400",
    "gzip-bomb": "400 join_request cannot be unpacked",
    "binary-garbage": "left SIGNAL_CLOSE",
    "text-garbage": "left SIGNAL_CLOSE",
    "long-message": "left SIGNAL_CLOSE",
    "oversized-frame": "closed 1009",
    "oversized-fragments": "closed 1009",
    "absurd-length": "closed 1009",
    "unmasked-frame": "closed 1002",
    "stray-continuation": "closed 1002",
    "unknown-opcode": "closed 1002",
    "endless-fragments": "left JOIN_FAILURE",
    "unfinished-frame": "left JOIN_FAILURE",
    "garbage-offer": "left JOIN_FAILURE",
    "no-fingerprint": "left JOIN_FAILURE",
    "never-offers": "left JOIN_FAILURE",
    "never-checks": "left JOIN_FAILURE",
    "bad-checks": "left JOIN_FAILURE, 0 successes",
    "datagram-flood": "sent 26000",
    "dtls-garbage": "left JOIN_FAILURE",
    "wrong-fingerprint": "left JOIN_FAILURE",
    "no-certificate": "left JOIN_FAILURE",
    // Foreign datagrams are seen by root only.
    "replay": getuid() == 0 ? "replayed" : "may not",
    "half-request": "open",
  ]

  /// Those whose end the log explains in more words than that they never connected.
  private static let troubles = [
    "binary-garbage": "unreadable signalling message",
    "text-garbage": "unreadable signalling message",
    "long-message": "unreadable signalling message",
    "garbage-offer": "offer 1",
    "no-fingerprint": "no a=fingerprint",
    "wrong-fingerprint": "another fingerprint",
    "no-certificate": "no certificate",
  ]

  @Test func `hostile clients end with a reason, and two who talk notice nothing`() async throws {
    let keys = [
      "LIVEKIT_API_KEY": "hostile-tests", "LIVEKIT_API_SECRET": "a secret that hostile clients know",
    ]
    let port = try Ports.one()
    let bridge = try await RoomBridge.start(keys.merging(["ICE_PORT": "\(port)"]) { $1 })
    let client = try RoomPeer.official(bridge, room: "call-1", arguments: ["--limit", "150"])
    let phone = try RoomPeer.phone(bridge, room: "call-1", arguments: ["--limit", "150"])
    try await client.hears("phone")
    try await phone.hears("participant")
    let before = try #require(ProcessUsage(pid: bridge.program.pid))

    let hostile = try RoomPeer(
      "hostile_client.py",
      [
        "--bridge", "\(bridge.http)", "--ice-port", "\(port)", "--room", "call-1",
        "--key", keys["LIVEKIT_API_KEY"]!, "--secret", keys["LIVEKIT_API_SECRET"]!,
      ], python: RoomPeer.officialPython())
    for (who, outcome) in Self.outcomes {
      let reason = try await hostile.event("outcome") { $0.who == who }.reason ?? ""
      #expect(reason.hasPrefix(outcome), "\(who): \(reason)")
    }
    #expect(hostile.events.count { $0.event == "outcome" } == Self.outcomes.count)

    let after = try #require(ProcessUsage(pid: bridge.program.pid))
    #expect(after.residentBytes - before.residentBytes < 30 << 20, "from \(before) to \(after)")
    #expect(try await HTTPAnswer.get("/health", from: bridge.http).decoded(Health.self).status == "ok")
    try await expectReasons(in: bridge)
    try await expectUndisturbed(phone, client)
    // One of them still holds a connection that says nothing.
    try await bridge.stop()
    try hostile.say("over")
    _ = try await hostile.ended()
  }

  /// The log tells of each client how it ended.
  private func expectReasons(in bridge: BridgeProgram) async throws {
    for (who, outcome) in Self.outcomes where outcome.hasPrefix("left") || outcome.hasPrefix("closed") {
      let word =
        Self.troubles[who]?.contains("signalling") == true || outcome.hasPrefix("closed")
        ? "signalling-closed" : "never-connected"
      let left = try await bridge.log(of: who, "participant left")
      #expect(left["why"] == word, "\(who)")
    }
    for (who, words) in Self.troubles {
      let trouble = try await bridge.log(of: who, "participant in trouble")
      #expect(trouble["why"]?.contains(words) == true, "\(who): \(trouble)")
    }
    let refused = bridge.log("join refused")
    for (who, outcome) in Self.outcomes where outcome.hasPrefix("40") {
      let (status, why) = (outcome.prefix(3), outcome.dropFirst(4))
      #expect(
        refused.contains { $0["status"].map { $0 == status } ?? false && $0["why"]?.hasPrefix(why) == true },
        "\(who) in \(refused)")
    }
  }

  /// Both heard each other all the time, every tone in its place.
  private func expectUndisturbed(_ phone: RoomPeer, _ client: RoomPeer) async throws {
    for peer in [phone, client] {
      #expect(!peer.events.contains { $0.event == "stops_hearing" || $0.event == "reconnecting" })
    }
    try phone.say("bye")
    #expect(try await client.event("disconnected").reason == "ROOM_CLOSED")
    let heard = try await (phone: phone.ended(), client: client.ended())
    #expect(heard.phone.heard?.keys.sorted() == ["participant"])
    #expect(heard.client.heardOf?.keys.sorted() == ["sip_15550100"])
    for tune in [heard.phone.heard?["participant"], heard.client.heardOf?["sip_15550100"]?["phone"]] {
      let tune = try #require(tune)
      #expect(tune.outOfOrder == 0, "\(tune)")
      #expect(tune.inOrder > 100, "\(tune)")
    }
    #expect(heard.phone.packets == heard.phone.expected)
  }
}

extension BridgeProgram {
  /// Waits for the first line of `event` that is about the participant `identity`.
  fileprivate func log(of identity: String, _ event: String) async throws -> [String: String] {
    _ = try await program.wait(for: "\"\(event)\" of \(identity)") { lines in
      let parts = [#""event":"\#(event)""#, #""identity":"\#(identity)""#]
      return lines.contains { line in parts.allSatisfy { line.contains($0) } } ? true : nil
    }
    return log(event).first { $0["identity"] == identity } ?? [:]
  }
}
