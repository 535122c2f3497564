import RoomMessages
import Rooms
import SansIO
import SwiftProtobuf
import Testing

struct JoinPetitionTests {
  private func error(_ value: String) -> PetitionError? {
    do throws(PetitionError) {
      _ = try JoinPetition(joinRequest: value)
      return nil
    } catch { return error }
  }

  private func text(_ bytes: [UInt8]) -> String {
    Base64.encode(bytes, alphabet: .urlSafe, padded: false)
  }

  /// A WrappedJoinRequest written by field number.
  private func wrapped(_ message: [UInt8], compression: UInt64 = 0) -> String {
    text((compression == 0 ? [] : Wire.number(1, compression)) + Wire.nested(2, message))
  }

  @Test(arguments: [
    CapturedJoin.unpadded, CapturedJoin.padded.replacing("%3D", with: "="),
    CapturedJoin.padded.replacing("%3D", with: ""),
  ])
  func `the official client's request is read, padded or not`(value: String) throws {
    let petition = try JoinPetition(version1: ["join_request": value])
    #expect(petition.isSinglePeerConnection && petition.autoSubscribe && !petition.adaptiveStream)
    #expect(petition.client.sdk == .python && petition.client.version == "1.2.1")
    #expect(petition.client.protocol == 18 && petition.client.clientProtocol == 2)
    #expect(petition.client.os == "Debian")
    #expect(petition.client.capabilities == [.capPacketTrailer, .capCompressionDeflateRaw])
    #expect(petition.resumption == nil && petition.addTrackRequests.isEmpty && petition.attributes.isEmpty)
    let offer = try #require(petition.publisherOffer)
    #expect(offer.type == "offer" && offer.id == 0)
    #expect(offer.sdp.hasPrefix("v=0\r\n") && offer.sdp.contains("a=group:BUNDLE 0 1 2 3 4 5 6"))
    #expect(offer.sdp.split(separator: "m=audio ").count == 4)
  }

  @Test func `the official client's older query is read`() throws {
    let pairs = CapturedJoin.version0Query.replacing("%2C", with: ",").split(separator: "&").map {
      pair -> (String, String) in
      let parts = pair.split(separator: "=", maxSplits: 1)
      return (String(parts[0]), String(parts[1]))
    }
    let petition = try JoinPetition(version0: Dictionary(uniqueKeysWithValues: pairs))
    #expect(!petition.isSinglePeerConnection && petition.autoSubscribe && !petition.adaptiveStream)
    #expect(petition.client.sdk == .python && petition.client.version == "1.2.1")
    #expect(petition.client.protocol == 18 && petition.client.clientProtocol == 2)
    #expect(petition.client.osVersion == "12.0.0" && petition.client.deviceModel == "Unknown")
    #expect(petition.client.capabilities == [.capPacketTrailer, .capCompressionDeflateRaw])
    #expect(petition.publisherOffer == nil && petition.resumption == nil)
  }

  @Test func `the older query's defaults, oddities and resumption`() throws {
    let bare = try JoinPetition(version0: [:])
    #expect(bare.autoSubscribe && bare.client.sdk == .unknown && bare.client.protocol == 0)
    let odd = try JoinPetition(version0: [
      "auto_subscribe": "false", "adaptive_stream": "true", "protocol": "many", "sdk": "abacus",
      "capabilities": "CAP_LATER,CAP_PACKET_TRAILER", "attributes": text([UInt8](#"{"k":"v"}"#.utf8)),
    ])
    #expect(!odd.autoSubscribe && odd.adaptiveStream && odd.client.protocol == 0)
    #expect(odd.client.sdk == .unknown && odd.client.capabilities == [.capPacketTrailer])
    #expect(odd.attributes == ["k": "v"])
    let back = try JoinPetition(version0: ["reconnect": "1", "sid": "PA_1", "reconnect_reason": "1"])
    #expect(back.resumption == .init(participantSid: "PA_1", reason: .rrSignalDisconnected))
    #expect(try JoinPetition(version0: ["reconnect": "0"]).resumption == nil)
    #expect(throws: PetitionError.resumptionOfNobody) { try JoinPetition(version0: ["reconnect": "1"]) }
    #expect(throws: PetitionError.attributes) { try JoinPetition(version0: ["attributes": "e30*"]) }
    #expect(throws: PetitionError.attributes) {
      try JoinPetition(version0: ["attributes": text([0x5B, 0x5D])])
    }
    let single = try JoinPetition(version0: ["join_request": CapturedJoin.unpadded])
    #expect(single.isSinglePeerConnection && single.client.sdk == .python)
  }

  @Test func `the request is read by field number, and says nothing about subscribing means no`() throws {
    let message =
      Wire.nested(1, Wire.number(1, 8), Wire.text(2, "9"), Wire.number(3, 17))
      + Wire.nested(2, Wire.number(2, 1)) + Wire.text(3, "meta")
      + Wire.nested(4, Wire.text(1, "k"), Wire.text(2, "v")) + Wire.nested(5, Wire.text(1, "local"))
      + Wire.nested(6, Wire.text(1, "offer"), Wire.text(2, "v=0")) + Wire.number(7, 1) + Wire.number(8, 2)
      + Wire.text(9, "PA_1") + Wire.nested(10, Wire.text(6, "TR_1"))
    for value in [wrapped(message), wrapped(Gzip.pack(message), compression: 1)] {
      let petition = try JoinPetition(joinRequest: value)
      #expect(
        petition.client.sdk == .rust && petition.client.version == "9" && petition.client.protocol == 17)
      #expect(!petition.autoSubscribe && petition.adaptiveStream && petition.metadata == "meta")
      #expect(petition.attributes == ["k": "v"])
      #expect(petition.addTrackRequests.map(\.cid) == ["local"])
      #expect(petition.publisherOffer?.sdp == "v=0")
      #expect(petition.resumption?.participantSid == "PA_1")
      #expect(petition.resumption?.reason == .rrPublisherFailed)
      #expect(petition.resumption?.state?.trackSidsDisabled == ["TR_1"])
    }
    #expect(error(wrapped(Wire.number(7, 1))) == .resumptionOfNobody)
  }

  @Test func `an own request comes back, and its value needs no further encoding`() throws {
    for sdp in ["v=0", "v=00", "v=000", String(repeating: "a=mid:0\r\n", count: 500)] {
      var petition = JoinPetition(
        client: .with { $0.sdk = .swift }, autoSubscribe: true, isSinglePeerConnection: true)
      petition.publisherOffer = .with { $0.sdp = sdp }
      petition.addTrackRequests = [.with { $0.cid = "local" }]
      petition.resumption = .init(participantSid: "PA_1", reason: .rrSignalDisconnected)
      petition.attributes = ["k": "v"]
      petition.metadata = "meta"
      petition.adaptiveStream = true
      let value = petition.encodedQueryValue
      #expect(value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_%".contains($0)) })
      #expect(value.replacing("%3D", with: "=").count % 4 == 0)
      #expect(value.count < 300)
      #expect(try JoinPetition(joinRequest: value.replacing("%3D", with: "=")) == petition)
    }
  }

  @Test func `a request that unpacks to more than a mebibyte is refused`() {
    let bomb = Gzip.pack([UInt8](repeating: 0, count: 30_000_000))
    #expect(error(wrapped(bomb, compression: 1)) == .gzip(.tooLong(limit: 1_048_576)))
  }

  @Test func `each fault has its own error`() {
    #expect(throws: PetitionError.missing) { try JoinPetition(version1: [:]) }
    #expect(throws: PetitionError.missing) { try JoinPetition(version1: ["join_request": ""]) }
    #expect(error(String(repeating: "A", count: 262_145)) == .tooLong(bytes: 262_145))
    #expect(error("A") == .encoding)
    #expect(error("CAES+w") == .encoding)
    #expect(error(text([0x12, 200])) == .wrapper)
    #expect(error(wrapped([], compression: 2)) == .compression(number: 2))
    #expect(error(wrapped([1, 2, 3], compression: 1)) == .gzip(.damaged))
    #expect(error(wrapped([0x0A, 99])) == .message)
    #expect("\(PetitionError.missing)" == "join_request is required")
  }

  @Test func `every cut of the official client's request is refused`() throws {
    let bytes = try #require(Base64.decode(CapturedJoin.unpadded, alphabet: .urlSafe))
    for length in 1..<bytes.count {
      // A cut between the wrapper's two fields leaves a gzip stream of no bytes.
      let expected: PetitionError = length == 2 ? .gzip(.truncated) : .wrapper
      #expect(error(text([UInt8](bytes.prefix(length)))) == expected, "cut at \(length)")
    }
    for length in stride(from: 1, to: CapturedJoin.unpadded.count, by: 13) {
      #expect(error(String(CapturedJoin.unpadded.prefix(length))) != nil, "letters cut at \(length)")
    }
  }

  @Test func `a changed request is read or refused, never a crash`() throws {
    let bytes = try #require(Base64.decode(CapturedJoin.unpadded, alphabet: .urlSafe))
    // Everything but the long offer: the client's software and its connection settings.
    let settings = [UInt8](try Gzip.unpack([UInt8](bytes.dropFirst(5)), limit: 20_000).prefix(48))
    var generator = SeededGenerator(seed: 13)
    var refused = (packed: 0, plain: 0)
    for _ in 0..<200 {
      var packed = bytes
      packed[Int(generator.next() % UInt64(bytes.count))] ^= UInt8(1 << (generator.next() % 8))
      if error(text(packed)) != nil { refused.packed += 1 }
    }
    for _ in 0..<5_000 {
      var plain = settings + Wire.nested(6, Wire.text(1, "offer"), Wire.text(2, "v=0"))
      for _ in 0..<2 {
        plain[Int(generator.next() % UInt64(plain.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      if error(wrapped(plain)) != nil { refused.plain += 1 }
    }
    // Gzip's checksum finds nearly every change; the wrapper's own bytes and gzip's idle header fields may differ.
    #expect(refused.packed > 180)
    #expect(refused.plain > 1_000 && refused.plain < 5_000)
  }
}
