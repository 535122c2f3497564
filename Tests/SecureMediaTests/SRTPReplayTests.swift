import SansIO
import SecureMedia
import Testing

@Suite struct SRTPReplayTests {
  @Test(arguments: SRTPProfile.allCases)
  func `a packet is taken once`(profile: SRTPProfile) {
    let session = SRTPSession(profile)
    let packet = session.protected(Samples.rtp(1))
    let control = session.protectedControl(Samples.rtcp())
    #expect(session.received(packet).verdict == .authentic)
    #expect(session.received(packet) == (.replayed, []))
    #expect(session.receivedControl(control).verdict == .authentic)
    #expect(session.receivedControl(control) == (.replayed, []))
    #expect(session.receiver.counters.replayed == 2)
  }

  @Test func `within a window of 128 every packet is taken in any order, and once`() {
    let session = SRTPSession(.aeadAES128GCM)
    let packets = (UInt16(1_000)..<1_128).map { session.protected(Samples.rtp($0)) }
    #expect(session.received(packets[127]).verdict == .authentic)
    var generator = SeededGenerator(seed: 3)
    for packet in packets[..<127].shuffled(using: &generator) {
      #expect(session.received(packet).verdict == .authentic)
    }
    for packet in packets { #expect(session.received(packet).verdict == .replayed) }
  }

  @Test func `what is 128 or more behind is too old`() {
    let session = SRTPSession(.aesCM128HMACSHA1_80)
    let packets = (UInt16(0)...128).map { session.protected(Samples.rtp($0)) }
    #expect(session.received(packets[128]).verdict == .authentic)
    #expect(session.received(packets[0]).verdict == .replayed)
    #expect(session.received(packets[1]).verdict == .authentic)
  }

  @Test(arguments: SRTPProfile.allCases)
  func `numbers go round many times`(profile: SRTPProfile) {
    let session = SRTPSession(profile)
    // Steps of nearly half a round are the widest that tell the direction.
    var number: UInt16 = 100
    for _ in 0..<100 {
      let rtp = Samples.rtp(number)
      #expect(session.received(session.protected(rtp)) == (.authentic, rtp))
      number &+= 32_767
    }
  }

  @Test(arguments: SRTPProfile.allCases, [UInt64(1), 2, 3, 4])
  func `order is lost around the end of the numbers, and nothing else`(profile: SRTPProfile, seed: UInt64) {
    let session = SRTPSession(profile)
    let plain = (0..<100).map { Samples.rtp(UInt16(truncatingIfNeeded: 65_486 + $0)) }
    var generator = SeededGenerator(seed: seed)
    let order = [0] + (1..<100).shuffled(using: &generator)
    let packets = plain.map { session.protected($0) }
    for index in order { #expect(session.received(packets[index]) == (.authentic, plain[index])) }
    for index in order { #expect(session.received(packets[index]).verdict == .replayed) }
  }

  @Test func `a sender that reorders around the end of the numbers is understood`() {
    let session = SRTPSession(.aeadAES128GCM)
    for number: UInt16 in [65_534, 1, 65_535, 0, 2, 65_530] {
      let rtp = Samples.rtp(number)
      #expect(session.received(session.protected(rtp)) == (.authentic, rtp))
    }
  }

  @Test func `a sender uses no number twice`() {
    let sender = SRTPSession(.aeadAES128GCM).sender
    func isTaken(_ number: UInt16) -> Bool {
      var packet = Samples.rtp(number)
      return sender.protect(&packet)
    }
    #expect(isTaken(500))
    #expect(!isTaken(500))
    #expect(isTaken(628))
    #expect(!isTaken(500))
    #expect(isTaken(501))
    #expect(!isTaken(501))
    #expect(sender.refused == 3)
  }

  @Test(arguments: SRTPProfile.allCases)
  func `lost first packets do no harm when the numbers start in the lower half`(profile: SRTPProfile) {
    for (start, verdict) in [(UInt16(0x7FFF), SRTPVerdict.authentic), (65_530, .forged)] {
      let session = SRTPSession(profile)
      let packets = (UInt16(0)..<20).map { session.protected(Samples.rtp(start &+ $0)) }
      #expect(session.received(packets[10]).verdict == verdict, "from \(start) on")
    }
  }

  @Test func `what lies before the first number of all is too old`() {
    let session = SRTPSession(.aeadAES128GCM)
    #expect(session.received(session.protected(Samples.rtp(3))).verdict == .authentic)
    let other = SRTPSession(.aeadAES128GCM)
    #expect(session.received(other.protected(Samples.rtp(65_535))).verdict == .replayed)
    var packet = Samples.rtp(65_535)
    #expect(!session.sender.protect(&packet))
  }

  @Test func `forged packets move no window`() {
    let session = SRTPSession(.aesCM128HMACSHA1_80)
    #expect(session.received(session.protected(Samples.rtp(10))).verdict == .authentic)
    var forged = SRTPSession(.aesCM128HMACSHA1_80).protected(Samples.rtp(20_000))
    forged[forged.count - 1] ^= 1
    #expect(session.received(forged).verdict == .forged)
    #expect(session.received(session.protected(Samples.rtp(11))).verdict == .authentic)
  }
}
