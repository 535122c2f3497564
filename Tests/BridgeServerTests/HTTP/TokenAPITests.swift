import BridgeServer
import Foundation
import LiveWorld
import RoomMessages
import Rooms
import Testing

@Suite struct TokenAPITests {
  private static let keys = RoomKeys()
  private static let json = "Content-Type: application/json"

  private func served(
    _ change: (inout TokenAPI.Settings) -> Void = { _ in },
    _ body: @escaping @Sendable (RawConnection) throws -> Void
  ) async throws {
    var settings = TokenAPI.Settings()
    change(&settings)
    let api = TokenAPI(keys: Self.keys, settings: settings)
    try await EdgeFixture.run(routes: { api.addRoutes(to: $0) }) { port in
      try body(RawConnection(port: port))
    }
  }

  private func fields(_ reply: RawConnection.Reply) -> [String: String] {
    (try? JSONDecoder().decode([String: String].self, from: Data(reply.body.utf8))) ?? [:]
  }

  private func grants(_ reply: RawConnection.Reply) throws -> TokenGrants {
    try AccessToken.verify(
      fields(reply)["token"] ?? "", keys: [Self.keys.key: Self.keys.secret],
      at: WallClock.now() / 1_000_000_000)
  }

  @Test func `a token for a room is made with an identity of its own`() async throws {
    try await served { client in
      let reply = try client.request("POST", "/api/token", headers: [Self.json], body: #"{"room":"lobby"}"#)
      #expect(reply.status == 200)
      #expect(reply.headers["access-control-allow-origin"] == "*")
      #expect(reply.headers["cache-control"] == "no-store")
      let grants = try grants(reply)
      #expect(fields(reply)["url"] == "ws://localhost:7880")
      #expect(fields(reply)["room"] == "lobby")
      #expect(fields(reply)["identity"] == grants.identity)
      #expect(grants.identity.hasPrefix("agent-"))
      #expect(grants.room == "lobby")
      #expect(grants.roomJoin && grants.canPublish == true && grants.canSubscribe == true)
      #expect(!grants.roomAdmin && !grants.roomCreate && !grants.roomList)
    }
  }

  @Test(arguments: [("agent", true), ("listener", false)])
  func `a role says who may speak`(role: String, speaks: Bool) async throws {
    try await served({ $0.publicURL = "wss://bridge.example" }) { client in
      let body = """
        {"room": "r", "identity": "ann", "name": "Ann É", "role": "\(role)", "ttlSeconds": 60, "metadata": "{}"}
        """
      let reply = try client.request(
        "POST", "/api/token", headers: ["Content-Type: application/json; charset=utf-8"], body: body)
      let grants = try grants(reply)
      #expect(grants.identity == "ann" && grants.name == "Ann É" && grants.metadata == "{}")
      #expect(grants.canPublish == speaks && grants.canSubscribe == true)
      #expect(grants.permission.canPublishData == speaks)
      #expect(fields(reply)["url"] == "wss://bridge.example")
    }
  }

  @Test(arguments: [
    ("[]", ""), ("{", ""), ("", ""), ("{}", "room"), (#"{"room":""}"#, "room"), (#"{"room":7}"#, "room"),
    (#"{"room":"a\u0000b"}"#, "room"), (#"{"room":"r","identity":""}"#, "identity"),
    (#"{"room":"r","identity":["x"]}"#, "identity"), (#"{"room":"r","role":"king"}"#, "role"),
    (#"{"room":"r","ttlSeconds":59}"#, "ttlSeconds"), (#"{"room":"r","ttlSeconds":86401}"#, "ttlSeconds"),
    (#"{"room":"r","ttlSeconds":1.5}"#, "ttlSeconds"), (#"{"room":"r","ttlSeconds":"60"}"#, "ttlSeconds"),
    (#"{"room":"r","ttlSeconds":true}"#, "ttlSeconds"), (#"{"room":"r","ttlSeconds":1e300}"#, "ttlSeconds"),
    (#"{"room":"r","admin":true}"#, "admin"),
  ])
  func `a body that cannot be used is refused with the field's name`(
    body: String, field: String
  ) async throws {
    try await served { client in
      let reply = try client.request("POST", "/api/token", headers: [Self.json], body: body)
      #expect(reply.status == 400)
      #expect(fields(reply)["field"] == field)
      #expect(fields(reply)["error"]?.isEmpty == false)
      #expect(fields(reply)["token"] == nil)
    }
  }

  @Test func `methods, types and sizes have their statuses`() async throws {
    try await served { client in
      let get = try client.request("GET", "/api/token")
      #expect(get.status == 405)
      #expect(get.headers["allow"] == "POST, OPTIONS")
      #expect(try client.request("POST", "/api/token", body: #"{"room":"r"}"#).status == 415)
      let long = #"{"room":"r","metadata":""# + String(repeating: "m", count: 16_384) + #""}"#
      #expect(try client.request("POST", "/api/token", headers: [Self.json], body: long).status == 413)
    }
  }

  @Test func `where an API key is set it must be borne`() async throws {
    try await served({ $0.apiKey = "open sesame" }) { client in
      for (line, status) in [
        ("X: y", 401), ("Authorization: Bearer no", 401), ("Authorization: Bearer open sesame", 200),
      ] {
        let reply = try client.request(
          "POST", "/api/token", headers: [Self.json, line], body: #"{"room":"r"}"#)
        #expect(reply.status == status)
      }
    }
  }

  @Test func `an address that asks too often has to wait`() async throws {
    try await served({ $0.limit = TokenRate(burst: 2, perMinute: 1) }) { client in
      let replies = try (0..<3).map { _ in
        try client.request("POST", "/api/token", headers: [Self.json], body: #"{"room":"r"}"#)
      }
      #expect(replies.map(\.status) == [200, 200, 429])
      let wait = try #require(replies[2].headers["retry-after"].flatMap(Int.init))
      #expect((1...60).contains(wait))
    }
  }

  @Test func `a host that is none is not given back`() async throws {
    try await served { client in
      try client.send(
        "POST /api/token HTTP/1.1\r\nHost: a\"b\r\n\(Self.json)\r\nContent-Length: 12\r\n\r\n{\"room\":\"r\"}"
      )
      let reply = try client.readReply()
      #expect(reply.status == 400)
      #expect(fields(reply)["field"] == "Host")
    }
  }
}
