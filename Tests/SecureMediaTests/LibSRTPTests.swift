import SansIO
import SecureMedia
import Testing

/// Interoperation with libsrtp2. Serialised, as its set-up is not made for threads.
@Suite(.serialized) struct LibSRTPTests {
  @Test(arguments: SRTPProfile.allCases, [UInt64(11), 12])
  func `libsrtp opens what is protected here, byte for byte as it protects itself`(
    profile: SRTPProfile, seed: UInt64
  ) throws {
    let master = Samples.master(profile, seed)
    let sender = SRTPSender(profile: profile, master: master)
    let (twin, peer) = (
      try LibSRTP(profile, master, inbound: false), try LibSRTP(profile, master, inbound: true)
    )
    var generator = SeededGenerator(seed: seed)
    for step in 0..<300 {
      // Two sources; one of them goes past the end of its numbers.
      for (source, first) in [(UInt32(0xFEDC_BA98), UInt16(65_400)), (3, 20)] {
        let rtp = Samples.anyRTP(first &+ UInt16(step), source: source, &generator)
        var protected = rtp
        #expect(sender.protect(&protected))
        #expect(twin.protect(rtp) == protected)
        #expect(peer.unprotect(protected) == rtp)
        let rtcp = Samples.anyRTCP(source: source, &generator)
        var control = rtcp
        #expect(sender.protectControl(&control))
        #expect(twin.protectControl(rtcp) == control)
        #expect(peer.unprotectControl(control) == rtcp)
      }
    }
  }

  @Test(arguments: SRTPProfile.allCases, [UInt64(21), 22])
  func `what libsrtp protects opens here`(profile: SRTPProfile, seed: UInt64) throws {
    let master = Samples.master(profile, seed)
    let receiver = SRTPReceiver(profile: profile, master: master)
    let peer = try LibSRTP(profile, master, inbound: false)
    var generator = SeededGenerator(seed: seed)
    var plain: [UInt8] = []
    for step in 0..<300 {
      for (source, first) in [(UInt32(0xFEDC_BA98), UInt16(65_400)), (3, 20)] {
        let rtp = Samples.anyRTP(first &+ UInt16(step), source: source, &generator)
        let protected = try #require(peer.protect(rtp))
        #expect(receiver.unprotect(protected.span, into: &plain) == .authentic)
        #expect(plain == rtp)
        let rtcp = Samples.anyRTCP(source: source, &generator)
        let control = try #require(peer.protectControl(rtcp))
        #expect(receiver.unprotectControl(control.span, into: &plain) == .authentic)
        #expect(plain == rtcp)
      }
    }
  }

  @Test(arguments: SRTPProfile.allCases)
  func `the oracle refuses what was changed`(profile: SRTPProfile) throws {
    let master = Samples.master(profile, 1)
    let peer = try LibSRTP(profile, master, inbound: true)
    var packet = Samples.rtp(1)
    #expect(SRTPSender(profile: profile, master: master).protect(&packet))
    packet[13] ^= 1
    #expect(peer.unprotect(packet) == nil)
  }
}
