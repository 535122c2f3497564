import SansIO
import SecureMedia
import Testing

@Suite struct SRTPTests {
  @Test(arguments: SRTPProfile.allCases, [UInt64(1), 2, 3])
  func `packets of every shape come out as they went in`(profile: SRTPProfile, seed: UInt64) {
    let session = SRTPSession(profile, seed: seed)
    var generator = SeededGenerator(seed: seed)
    for number in UInt16(65_400)...65_535 {
      let rtp = Samples.anyRTP(number, source: 7, &generator)
      let protected = session.protected(rtp)
      #expect(protected.count == rtp.count + profile.overhead)
      #expect(session.received(protected) == (.authentic, rtp))
      let rtcp = Samples.anyRTCP(source: 7, &generator)
      let control = session.protectedControl(rtcp)
      #expect(control.count == rtcp.count + profile.overhead + 4)
      #expect(session.receivedControl(control) == (.authentic, rtcp))
    }
    #expect(session.receiver.counters.authentic == 2 * 136)
  }

  @Test(arguments: SRTPProfile.allCases)
  func `headers stay clear and payloads do not`(profile: SRTPProfile) {
    let rtp = Samples.rtp(5, payload: [UInt8](repeating: 0, count: 160))
    let protected = SRTPSession(profile).protected(rtp)
    #expect(protected[..<12] == rtp[..<12])
    #expect(!protected[12..<172].contains([UInt8](repeating: 0, count: 8)))
  }

  @Test(arguments: SRTPProfile.allCases)
  func `the same payload looks different in each packet and from each source`(profile: SRTPProfile) {
    let session = SRTPSession(profile)
    let payload = [UInt8](repeating: 9, count: 40)
    let packets = [
      session.protected(Samples.rtp(1, source: 1, payload: payload)),
      session.protected(Samples.rtp(2, source: 1, payload: payload)),
      session.protected(Samples.rtp(1, source: 2, payload: payload)),
    ]
    #expect(Set(packets.map { Array($0[12..<52]) }).count == 3)
  }

  @Test(arguments: SRTPProfile.allCases)
  func `no bit of a packet can be changed`(profile: SRTPProfile) {
    let session = SRTPSession(profile)
    let rtp = Samples.rtp(100, payload: [1, 2, 3, 4, 5])
    let protected = session.protected(rtp)
    for bit in 0..<(8 * protected.count) {
      var forged = protected
      forged[bit / 8] ^= 1 << UInt8(bit % 8)
      let (verdict, plain) = session.received(forged)
      #expect(verdict == .forged || verdict == .malformed, "bit \(bit)")
      #expect(plain.isEmpty)
    }
    #expect(session.receiver.sourceCount == 0)
    #expect(session.received(protected) == (.authentic, rtp))
  }

  @Test(arguments: SRTPProfile.allCases)
  func `no bit of an RTCP packet can be changed`(profile: SRTPProfile) {
    let session = SRTPSession(profile)
    let rtcp = Samples.rtcp()
    let protected = session.protectedControl(rtcp)
    for bit in 0..<(8 * protected.count) {
      var forged = protected
      forged[bit / 8] ^= 1 << UInt8(bit % 8)
      let (verdict, plain) = session.receivedControl(forged)
      #expect(verdict == .forged || verdict == .malformed, "bit \(bit)")
      #expect(plain.isEmpty)
    }
    #expect(session.receivedControl(protected) == (.authentic, rtcp))
  }

  @Test(arguments: SRTPProfile.allCases)
  func `what is cut short is refused`(profile: SRTPProfile) {
    let session = SRTPSession(profile)
    let rtp = session.protected([0x91, 0, 0, 1] + [UInt8](repeating: 0, count: 12) + [0xBE, 0xDE, 0, 0])
    let rtcp = session.protectedControl(Samples.rtcp())
    for length in rtp.indices { #expect(session.received(Array(rtp[..<length])).verdict != .authentic) }
    for length in rtcp.indices {
      #expect(session.receivedControl(Array(rtcp[..<length])).verdict != .authentic)
    }
    #expect(session.received(Array(rtp[..<21])).verdict == .malformed)
    #expect(session.received(rtp).verdict == .authentic)
  }

  @Test(arguments: SRTPProfile.allCases)
  func `the keys of another session open nothing`(profile: SRTPProfile) {
    let (one, other) = (SRTPSession(profile, seed: 1), SRTPSession(profile, seed: 2))
    #expect(other.received(one.protected(Samples.rtp(1))).verdict == .forged)
    #expect(other.receivedControl(one.protectedControl(Samples.rtcp())).verdict == .forged)
    #expect(other.receiver.counters.forged == 2)
  }

  @Test func `a sender refuses what is no packet, and leaves it as it is`() {
    let sender = SRTPSession(.aeadAES128GCM).sender
    let wrong: [[UInt8]] = [
      [], [UInt8](repeating: 0x80, count: 11), [0x40] + [UInt8](repeating: 0, count: 20),
      [0x81] + [UInt8](repeating: 0, count: 11), [0x90] + [UInt8](repeating: 0, count: 14),
      [0x90] + [UInt8](repeating: 0, count: 13) + [0, 1, 0],
    ]
    for packet in wrong {
      var bytes = packet
      #expect(!sender.protect(&bytes))
      #expect(bytes == packet)
    }
    var short: [UInt8] = [0x80, 201, 0, 0, 1, 2, 3]
    #expect(!sender.protectControl(&short))
    #expect(sender.refused == 7)
  }

  @Test(arguments: SRTPProfile.allCases)
  func `the 1,025th source is refused at both ends`(profile: SRTPProfile) {
    let session = SRTPSession(profile)
    let second = SRTPSession(profile)
    for source in UInt32(0)..<1_024 {
      #expect(session.received(session.protected(Samples.rtp(1, source: source))).verdict == .authentic)
      #expect(
        session.receivedControl(session.protectedControl(Samples.rtcp(source: source))).verdict == .authentic)
    }
    var packet = Samples.rtp(1, source: 5_000)
    #expect(!session.sender.protect(&packet))
    #expect(session.received(second.protected(Samples.rtp(1, source: 5_000))) == (.tooManySources, []))
    #expect(
      session.receivedControl(second.protectedControl(Samples.rtcp(source: 5_000))) == (.tooManySources, []))
    #expect(session.receiver.sourceCount == 1_024)
    for source in UInt32(0)..<1_024 {
      let packet = session.protected(Samples.rtp(2, source: source))
      #expect(session.received(packet).verdict == .authentic)
    }
  }

  @Test(arguments: SRTPProfile.allCases)
  func `a flood of forged sources leaves nothing behind`(profile: SRTPProfile) {
    let session = SRTPSession(profile)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<5_000 {
      let source = UInt32.random(in: .min ... .max, using: &generator)
      let forged = Samples.rtp(1, source: source, payload: Samples.bytes(60, &generator))
      #expect(session.received(forged).verdict == .forged)
    }
    #expect(session.receiver.sourceCount == 0)
    #expect(session.receiver.counters.forged == 5_000)
  }
}
