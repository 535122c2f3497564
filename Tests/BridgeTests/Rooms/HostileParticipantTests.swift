import Bridge
import PhoneLeg
import RoomMessages
import Rooms
import SDP
import SansIO
import SecureMedia
import Testing

/// Participants and strangers who mean harm, or know no better: they are refused, and nobody else notices.
@Suite struct HostileParticipantTests {
  /// A room in which a phone and a participant hear each other.
  private struct Peace {
    let world = BridgeWorld(
      BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007), roomEnds: .withCall))
    let phone: VirtualPhone
    let walt: Visitor

    init() throws {
      phone = world.phone("alice") { _ in .tone(400) }
      world.connect(phone)
      walt = try world.visitor("walt") { _ in hum(1_700) }
      world.join(walt)
    }

    /// Both were heard without a gap in the last two seconds.
    func expectUndisturbed(_ place: SourceLocation = #_sourceLocation) {
      #expect(walt.leave == nil, sourceLocation: place)
      #expect(walt.packets(world.lately, of: world.phoneTrack) == 100, sourceLocation: place)
      #expect(
        abs(walt.level(of: 400, in: world.phoneTrack, world.lately) + 20) < 1.5, sourceLocation: place)
      #expect(abs(phone.heard.level(of: 1_700, world.lately) + 20) < 1.5, sourceLocation: place)
    }
  }

  enum BadOffer: CaseIterable {
    case nothing, garbage, noICE, noFingerprint, shortPassword, foreignDigest, noMedia, huge

    func spoil(_ text: String) -> String {
      func without(_ words: String...) -> String {
        text.split(separator: "\r\n").filter { line in !words.contains { line.hasPrefix($0) } }
          .map { "\($0)\r\n" }.joined()
      }
      return switch self {
      case .nothing: ""
      case .garbage: "v=0\r\nthis is no description\u{0}\r\n"
      case .noICE: without("a=ice-ufrag", "a=ice-pwd")
      case .noFingerprint: without("a=fingerprint")
      case .shortPassword: without("a=ice-pwd").replacing("a=ice-ufrag", with: "a=ice-pwd:x\r\na=ice-ufrag")
      case .foreignDigest:
        without("a=fingerprint").replacing("a=setup", with: "a=fingerprint:md5 00\r\na=setup")
      case .noMedia: String(text.prefix { $0 != "m" })
      case .huge: text + String(repeating: "a=x:y\r\n", count: 50_000)
      }
    }
  }

  @Test(arguments: BadOffer.allCases)
  func `a first offer that cannot be used ends the stay, with a word about it`(_ bad: BadOffer) throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve") { _ in hum(1_000) }
    eve.join { $0.publisherOffer?.sdp = bad.spoil("\(eve.offer.description)") }
    peace.world.run(for: .seconds(3))
    #expect(eve.leave?.reason == .joinFailure)
    #expect(eve.refusals == [.invalidRequest])
    #expect(peace.world.complaints(about: "eve").count == 1)
    peace.expectUndisturbed()
  }

  @Test(arguments: BadOffer.allCases)
  func `a later offer that cannot be used is refused and changes nothing`(_ bad: BadOffer) throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve") { _ in hum(1_000) }
    peace.world.join(eve)
    eve.offerNow(bad.spoil("\(eve.offer.description)"))
    peace.world.run(for: .seconds(3))
    #expect(eve.leave == nil)
    #expect(eve.refusals == [.invalidRequest])
    #expect(abs(peace.phone.heard.level(of: 1_000, peace.world.lately) + 20) < 1.5)
    peace.expectUndisturbed()
  }

  @Test func `an offer of video only is answered by nothing to hear`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve")
    eve.offersAgain = false
    eve.join { $0.publisherOffer?.sdp = "\(eve.offer.description)".replacing("m=audio", with: "m=video") }
    peace.world.run(for: .seconds(3))
    let lines = try #require(eve.answerTexts.last).split(separator: "\r\n").filter { $0.hasPrefix("m=") }
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.hasPrefix("m=video 0 ") }, "\(lines)")
    #expect(eve.packets(peace.world.lately) == 0)
    peace.expectUndisturbed()
  }

  @Test func `an offer of 64 sections is answered in full`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve", receives: 64)
    peace.world.join(eve)
    peace.world.run(for: .seconds(3))
    #expect(eve.answer?.sections.count == 64)
    #expect(eve.packets(peace.world.lately) == 200)
    peace.expectUndisturbed()
  }

  @Test func `a certificate that is not the one offered ends the stay`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve") { _ in hum(1_000) }
    let wrong = "\(try Certificate().fingerprint)"
    let right = "\(BridgeWorld.certificate.fingerprint)"
    eve.join { $0.publisherOffer?.sdp = "\(eve.offer.description)".replacing(right, with: wrong) }
    peace.world.run(for: .seconds(3))
    #expect(eve.leave?.reason == .joinFailure)
    #expect(peace.world.complaints(about: "eve").contains { $0.contains("fingerprint") })
    #expect(peace.phone.heard.level(of: 1_000, peace.world.lately) < -45)
    peace.expectUndisturbed()
  }

  @Test func `a frame that cannot be read ends the stay, with a word about it`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve") { _ in hum(1_000) }
    peace.world.join(eve)
    for _ in 0..<100 { eve.babble() }
    peace.world.run(for: .seconds(3))
    #expect(eve.leave?.reason == .signalClose)
    #expect(eve.closedAt != nil)
    #expect(peace.world.complaints(about: "eve") == ["unreadable signalling message: no protobuf"])
    peace.expectUndisturbed()
  }

  @Test func `who never connects is sent away at the join limit exactly`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve") { _ in hum(1_000) }
    eve.connects = false
    eve.join()
    peace.world.run(for: .seconds(31))
    #expect(eve.leave?.reason == .joinFailure)
    #expect(try peace.world.stays.last?.at == #require(eve.joinedAt) + .seconds(30))
    #expect(peace.world.departures == ["eve never-connected"])
    peace.expectUndisturbed()
  }

  @Test func `who stops pinging is sent away after the patience exactly`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve")
    peace.world.join(eve)
    peace.world.run(for: .seconds(11))
    // The last ping left 10 s after the admission was heard of.
    let last = try #require(eve.joinedAt) + BridgeWorld.delay * 2 + .seconds(10)
    eve.pings = false
    peace.world.run(for: .seconds(50))
    #expect(peace.world.stays.last?.at == last + .seconds(45))
    #expect(peace.world.departures == ["eve signalling-closed"])
    peace.expectUndisturbed()
  }

  @Test func `a flood of announcements has a limit`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve") { _ in hum(1_000) }
    peace.world.join(eve)
    for number in 0..<100 { eve.request(.addTrack(eve.announcement("cid-\(number)"))) }
    peace.world.run(for: .seconds(3))
    #expect(eve.refusals.count == 93)
    #expect(Set(eve.refusals) == [.limitExceeded])
    let row = try #require(peace.world.bridge.listParticipants(in: "blue")?.last)
    #expect(row.tracks.count == 1)
    peace.expectUndisturbed()
  }

  @Test func `a video track is refused`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve")
    peace.world.join(eve)
    var request = eve.announcement("camera")
    request.type = .video
    eve.request(.addTrack(request))
    peace.world.run(for: .seconds(1))
    #expect(eve.refusals == [.notAllowed])
  }

  @Test func `a candidate of 100 kB is noted and harms nobody`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve")
    peace.world.join(eve)
    var trickle = Livekit_TrickleRequest()
    trickle.candidateInit = String(repeating: "x", count: 100_000)
    eve.request(.trickle(trickle))
    trickle.candidateInit = "{"
    eve.request(.trickle(trickle))
    peace.world.run(for: .seconds(3))
    #expect(peace.world.complaints(about: "eve") == ["ICE candidate of 100000 bytes"])
    #expect(eve.leave == nil)
    peace.expectUndisturbed()
  }

  @Test func `metadata does not grow by many small updates`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve")
    eve.permission = { $0.canUpdateOwnMetadata = true }
    peace.world.join(eve)
    for number in 0..<40 {
      var update = Livekit_UpdateParticipantMetadata()
      update.attributes = ["key-\(number)": String(repeating: "x", count: 1_000)]
      eve.request(.updateMetadata(update))
    }
    peace.world.run(for: .seconds(3))
    let row = try #require(peace.world.bridge.listParticipants(in: "blue")?.last)
    #expect(row.identity == "eve")
    #expect((1...16).contains(row.attributes.count), "\(row.attributes.count) attributes of 1 kB")
    #expect(eve.refusals.contains(.limitExceeded))
    peace.expectUndisturbed()
  }

  @Test func `sections that change their names leave nothing behind`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve")
    peace.world.join(eve)
    let text = "\(eve.offer.description)"
    for number in 0..<100 {
      eve.offerNow(
        text.replacing("a=mid:0", with: "a=mid:s\(number)").replacing("BUNDLE 0", with: "BUNDLE s\(number)"))
    }
    peace.world.run(for: .seconds(3))
    #expect(eve.answers.count >= 101)
    #expect(peace.world.largestMemory(of: "eve") <= 16, "\(peace.world.memory(of: "eve"))")
    peace.expectUndisturbed()
  }

  @Test func `who wants to go on with a former stay is told to join anew`() throws {
    let peace = try Peace()
    let eve = try peace.world.visitor("eve")
    eve.join { $0.resumption = .init(participantSid: "PA_former") }
    peace.world.run(for: .seconds(3))
    #expect(eve.leave?.action == .reconnect)
    #expect(eve.leave?.reason == .stateMismatch)
    #expect(eve.closedAt != nil)
    #expect(peace.world.bridge.listParticipants(in: "blue")?.map(\.identity) == ["sip_alice", "walt"])
    peace.expectUndisturbed()
  }

  @Test func `a client with two peer connections and one too many are refused`() throws {
    let world = BridgeWorld(BridgeSettings(ports: PortRange(20_000...20_007), maximumParticipants: 1))
    let (old, vera, late) = (
      try world.visitor("old"), try world.visitor("vera"), try world.visitor("late")
    )
    old.join { $0.isSinglePeerConnection = false }
    world.join(vera, late)
    #expect(old.refusal?.status == 404)
    #expect(vera.refusal == nil)
    #expect(late.refusal?.status == 503)
    #expect(late.refusal?.text.contains("1 places") == true)
  }
}
