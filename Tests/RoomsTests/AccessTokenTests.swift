import RoomMessages
import Rooms
import SansIO
import Testing

struct AccessTokenTests {
  /// Made by PyPI's livekit-api 1.2.2; holds from 1795605640 to 1795609240.
  private let ofSIPParticipant = [
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
    "eyJuYW1lIjoiQWxpY2UgXHUwMGM0LiIsImtpbmQiOiJzaXAiLCJtZXRhZGF0YSI6IntcIm1cIjoxfSIsInZpZGVvIjp7InJvb21Kb2luIjp0"
      + "cnVlLCJyb29tIjoiYmx1ZSIsImNhblB1Ymxpc2giOmZhbHNlLCJjYW5TdWJzY3JpYmUiOnRydWUsImNhblB1Ymxpc2hEYXRhIjp0cnVl"
      + "LCJjYW5QdWJsaXNoU291cmNlcyI6WyJtaWNyb3Bob25lIiwic2NyZWVuX3NoYXJlX2F1ZGlvIl0sImNhblVwZGF0ZU93bk1ldGFkYXRh"
      + "Ijp0cnVlLCJoaWRkZW4iOnRydWV9LCJhdHRyaWJ1dGVzIjp7InNpcC5jYWxsSUQiOiJ4In0sInN1YiI6ImFsaWNlIiwiaXNzIjoiYnJp"
      + "ZGdlIiwibmJmIjoxNzk1NjA1NjQwLCJleHAiOjE3OTU2MDkyNDB9",
    "hicYU66TqckQhi-5SL7yYJwUHQIg1QacRnxPWQqcIF4",
  ].joined(separator: ".")
  /// Made by the same; holds from 1795605640 to 1795627240.
  private let ofAdministrator = [
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
    "eyJ2aWRlbyI6eyJyb29tQ3JlYXRlIjp0cnVlLCJyb29tTGlzdCI6dHJ1ZSwicm9vbUFkbWluIjp0cnVlLCJyb29tIjoiYmx1ZSIsImNhblB1"
      + "Ymxpc2giOnRydWUsImNhblN1YnNjcmliZSI6dHJ1ZSwiY2FuUHVibGlzaERhdGEiOnRydWV9LCJzdWIiOiIiLCJpc3MiOiJicmlkZ2Ui"
      + "LCJuYmYiOjE3OTU2MDU2NDAsImV4cCI6MTc5NTYyNzI0MH0",
    "bW4zyg6qhH2J8PazJAAF54gQ_HAsVvgVfkhBOlaydEc",
  ].joined(separator: ".")
  private let start: Int64 = 1_795_605_640
  private let keys = ["bridge": Forgery.secret, "other": "another-secret"]

  private func error(_ token: String, at now: Int64? = nil) -> TokenError? {
    do throws(TokenError) {
      _ = try AccessToken.verify(token, keys: keys, at: now ?? start)
      return nil
    } catch { return error }
  }

  @Test func `a participant's token of the official library is read claim by claim`() throws {
    let grants = try AccessToken.verify(ofSIPParticipant, keys: keys, at: start)
    var expected = TokenGrants(identity: "alice", room: "blue")
    expected.name = "Alice Ä."
    expected.kind = .sip
    expected.metadata = #"{"m":1}"#
    expected.attributes = ["sip.callID": "x"]
    expected.roomJoin = true
    expected.canPublish = false
    expected.canSubscribe = true
    expected.canPublishData = true
    expected.canUpdateOwnMetadata = true
    expected.canPublishSources = [.microphone, .screenShareAudio]
    expected.hidden = true
    #expect(grants == expected)
    #expect(grants.permission.canUpdateMetadata && grants.permission.hidden && !grants.permission.canPublish)
    #expect(grants.permission.canPublishSources == [.microphone, .screenShareAudio])
  }

  @Test func `an administrator's token of the official library is read`() throws {
    let grants = try AccessToken.verify(ofAdministrator, keys: keys, at: start)
    #expect(grants.identity == "" && grants.room == "blue" && !grants.roomJoin)
    #expect(grants.roomCreate && grants.roomList && grants.roomAdmin)
  }

  @Test func `what is not said has the defaults of the protocol`() {
    let permission = TokenGrants(identity: "bob", room: "blue").permission
    #expect(permission.canPublish && permission.canSubscribe && permission.canPublishData)
    #expect(!permission.canUpdateMetadata && !permission.hidden && permission.canPublishSources.isEmpty)
    var mute = TokenGrants()
    mute.canPublish = false
    #expect(!mute.permission.canPublishData)
  }

  @Test func `an own token grants what it was made for`() throws {
    var grants = try AccessToken.verify(ofSIPParticipant, keys: keys, at: start)
    grants.attributes["quote"] = "\"\\\u{1}/ä🎧"
    grants.roomCreate = true
    grants.roomAdmin = true
    let token = AccessToken.sign(
      grants, key: "other", secret: "another-secret", issuedAt: 1_000, lifetime: 60)
    #expect(try AccessToken.verify(token, keys: keys, at: 1_000) == grants)
    let bare = AccessToken.sign(
      TokenGrants(), key: "other", secret: "another-secret", issuedAt: 0, lifetime: 1)
    let claims = try #require(
      Base64.decode(bare.split(separator: ".")[1], alphabet: .urlSafe))
    #expect(String(decoding: claims, as: UTF8.self) == #"{"exp":1,"iat":0,"iss":"other","nbf":0,"video":{}}"#)
  }

  @Test func `a token holds from start to end, and a minute longer on both sides`() {
    #expect(error(ofSIPParticipant, at: start - 60) == nil)
    #expect(error(ofSIPParticipant, at: start - 61) == .notYetValid(start: start))
    #expect(error(ofSIPParticipant, at: start + 3_660) == nil)
    #expect(error(ofSIPParticipant, at: start + 3_661) == .expired(end: start + 3_600))
    let early = Forgery.token(claims: #"{"iss":"bridge","iat":2000,"exp":9000}"#)
    #expect(error(early, at: 1_939) == .notYetValid(start: 2_000))
    let fraction = Forgery.token(claims: #"{"iss":"bridge","exp":9000.75}"#)
    #expect(error(fraction, at: 9_061) == .expired(end: 9_000))
  }

  @Test func `one changed letter anywhere makes a token void`() {
    let letters = [UInt8](ofSIPParticipant.utf8)
    for index in letters.indices where letters[index] != UInt8(ascii: ".") {
      var changed = letters
      changed[index] = letters[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(error(String(decoding: changed, as: UTF8.self)) != nil, "letter \(index)")
    }
    #expect(error(Forgery.token(claims: #"{"iss":"bridge","exp":9000}"#, secret: "guess")) == .signature)
    #expect(error(Forgery.token(claims: #"{"iss":"other","exp":9000}"#)) == .signature)
    let parts = ofSIPParticipant.split(separator: ".")
    #expect(error("\(parts[0]).\(parts[1]).") == .signature)
    #expect(error("\(parts[0]).\(parts[1]).\(parts[2].dropLast(3))") == .signature)
  }

  @Test func `no other algorithm is accepted, and least of all none`() {
    let claims = #"{"iss":"bridge","exp":9000000000}"#
    for name in ["none", "None", "HS512", "RS256", "hs256", ""] {
      let token = Forgery.token(header: "{\"alg\":\"\(name)\"}", claims: claims)
      #expect(error(token) == .algorithm(name))
    }
    let unsigned = Forgery.part(#"{"alg":"none"}"#) + "." + Forgery.part(claims) + "."
    #expect(error(unsigned) == .algorithm("none"))
    #expect(error(Forgery.token(header: "{}", claims: claims)) == .header)
    #expect(error(Forgery.token(header: "[1]", claims: claims)) == .header)
  }

  @Test func `each lack has its own error`() {
    #expect(error("") == .parts(count: 1))
    #expect(error("a.b") == .parts(count: 2))
    #expect(error("a.b.c.d") == .parts(count: 4))
    #expect(error("*.e30.e30") == .encoding(part: .header))
    #expect(error("e30.e30=.e30") == .encoding(part: .claims))
    #expect(error("e30.e30.ä") == .encoding(part: .signature))
    #expect(error(String(repeating: "a", count: 65_537)) == .tooLong(bytes: 65_537))
    #expect(error(Forgery.token(claims: "nothing")) == .claims)
    #expect(error(Forgery.token(claims: #"{"iss":7}"#)) == .claims)
    #expect(error(Forgery.token(claims: #"{"iss":"bridge","exp":"soon"}"#)) == .claims)
    #expect(error(Forgery.token(claims: #"{"iss":"bridge","exp":1e300}"#)) == .claims)
    #expect(
      error(Forgery.token(claims: #"{"iss":"bridge","exp":9e9,"video":{"roomJoin":"yes"}}"#)) == .claims)
    #expect(error(Forgery.token(claims: #"{"exp":9000000000}"#)) == .noIssuer)
    #expect(error(Forgery.token(claims: #"{"iss":"stranger","exp":9000000000}"#)) == .unknownKey("stranger"))
    #expect(error(Forgery.token(claims: #"{"iss":"bridge"}"#)) == .noExpiry)
    #expect("\(TokenError.expired(end: 5))" == "the access token expired at 5 s after 1970")
    #expect(
      "\(TokenError.algorithm("none"))" == "the access token is signed by none; it must be HS256")
  }

  @Test func `the identity may stand in jti, a strange kind is standard, a strange source restricts`() throws
  {
    let claims = #"""
      {"iss":"bridge","exp":9000000000,"jti":"carol","kind":"robot","roomConfig":{"agents":[]},
       "video":{"roomJoin":true,"canPublishSources":["hologram"],"canPublish":null}}
      """#
    let grants = try AccessToken.verify(Forgery.token(claims: claims), keys: keys, at: start)
    #expect(grants.identity == "carol" && grants.kind == .standard && grants.canPublish == nil)
    #expect(grants.canPublishSources == [.unknown])
  }

  @Test func `garbage is refused and never crashes`() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2_000 {
      let bytes = (0..<Int(generator.next() % 200)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      #expect(error(String(decoding: bytes, as: UTF8.self)) != nil)
      let claims = String(decoding: bytes, as: UTF8.self)
      #expect(error(Forgery.token(claims: claims)) != nil)
    }
    let deep = String(repeating: "[", count: 20_000)
    #expect(error(Forgery.token(claims: deep)) == .claims)
    #expect(error(Forgery.token(claims: "{\"video\":" + deep)) == .claims)
  }
}
