import BridgeServer
import RoomMessages
import Rooms
import Testing

@Suite struct RoomAccessTests {
  private static let keys = RoomKeys(key: "devkey", secret: "a secret of more than thirty-two bytes")
  private let access = RoomAccess(keys: keys, unixSeconds: { 1_000_000 })

  private static func token(
    _ change: (inout TokenGrants) -> Void = { _ in }, secret: String = keys.secret, at time: Int64 = 1_000_000
  ) -> String {
    var grants = TokenGrants(identity: "ann", room: "lobby")
    grants.roomJoin = true
    change(&grants)
    return AccessToken.sign(grants, key: keys.key, secret: secret, issuedAt: time, lifetime: 600)
  }

  private func judge(
    _ target: String, authorization: String? = nil, version: SignalRequest.Version = .v0
  ) throws(HTTPRefusal) -> (JoinPetition, TokenGrants) {
    try access.judge(
      SignalRequest(
        version: version, target: RequestTarget(target), authorization: authorization, client: nil))
  }

  @Test func `a token is taken from the field or from the query, and the field counts`() throws {
    let good = Self.token()
    #expect(try judge("/rtc", authorization: "Bearer \(good)").1.identity == "ann")
    let (petition, grants) = try judge("/rtc?access_token=\(good)&sdk=js&auto_subscribe=0")
    #expect(grants.room == "lobby")
    #expect(petition.client.sdk == .js)
    #expect(!petition.autoSubscribe)
    let error = #expect(throws: HTTPRefusal.self) {
      try judge("/rtc?access_token=\(good)", authorization: "Bearer bad")
    }
    #expect(error?.status == 401)
  }

  private static let refusals: [(String, String?, SignalRequest.Version, Int, String)] = [
    ("/rtc", nil, .v0, 401, "permissions denied"),
    ("/rtc", "Basic x", .v0, 401, "the Authorization field must start with \"Bearer \""),
    ("/rtc?access_token=a.b", nil, .v0, 401, "invalid token"),
    ("/rtc?access_token=\(token(secret: "another"))", nil, .v0, 401, "invalid token"),
    ("/rtc?access_token=\(token(at: 1000))", nil, .v0, 401, "invalid token"),
    ("/rtc?access_token=\(token { $0.roomJoin = false })", nil, .v0, 401, "permissions denied"),
    ("/rtc?access_token=\(token { $0.room = "" })", nil, .v0, 400, "no room name"),
    ("/rtc?access_token=\(token { $0.identity = "" })", nil, .v0, 400, "no identity in the token"),
    (
      "/rtc?access_token=\(token { $0.room = String(repeating: "r", count: 257) })", nil, .v0, 400,
      "room name of 257 bytes"
    ),
    ("/rtc/v1?access_token=\(token())", nil, .v1, 400, "join_request is required"),
    ("/rtc/v1?access_token=\(token())&join_request=%21", nil, .v1, 400, "join_request is not base64url"),
    ("/rtc?access_token=\(token())&attributes=eyJhIjoiYiJ9", nil, .v0, 401, "the token does not allow"),
  ]

  @Test(arguments: refusals)
  func `a request that cannot be granted has its status and words`(
    target: String, authorization: String?, version: SignalRequest.Version, status: Int, text: String
  ) {
    let error = #expect(throws: HTTPRefusal.self) {
      try judge(target, authorization: authorization, version: version)
    }
    #expect(error?.status == status)
    #expect(error?.text.hasPrefix(text) == true, "\(error?.text ?? "")")
  }

  @Test func `own attributes are taken where the token allows them`() throws {
    let token = Self.token { $0.canUpdateOwnMetadata = true }
    #expect(try judge("/rtc?access_token=\(token)&attributes=eyJhIjoiYiJ9").0.attributes == ["a": "b"])
  }

  @Test func `validate says what a join would`() async throws {
    let access = access
    let good = Self.token()
    try await EdgeFixture.run(routes: { ValidateAPI(access: access).addRoutes(to: $0) }) { port in
      let client = try RawConnection(port: port)
      for path in ["/rtc/validate", "//rtc/validate"] {
        let reply = try client.request("GET", path, headers: ["Authorization: Bearer \(good)"])
        #expect(reply.status == 200)
        #expect(reply.body == "success")
        #expect(reply.headers["access-control-allow-origin"] == "*")
      }
      let bare = try client.request("GET", "/rtc/v1/validate?access_token=\(good)")
      #expect(bare.status == 400)
      #expect(bare.body == "join_request is required")
      #expect(try client.request("GET", "/rtc/validate").status == 401)
    }
  }
}
