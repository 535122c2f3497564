import Cryptography
import SecureMedia
import Testing

struct SessionKeysTests {
  /// RFC 3711 appendix B.3.
  @Test func `session keys are those of RFC 3711`() {
    let master = SRTPMasterKey(
      key: bytes("e1f97a0d3e018be0d64fa32c06de4139"), salt: bytes("0ec675ad498afeebb6960b3aabe6"))
    let keys = SessionKeys(profile: .aesCM128HMACSHA1_80, master: master, stream: .rtp)
    #expect(Hexadecimal.lowercase(keys.encryption) == "c61e7a93744f39ee10734afe3ff7a087")
    #expect(Hexadecimal.lowercase(keys.salt) == "30cbbc08863d8c85d49db34a9ae1")
    #expect(Hexadecimal.lowercase(keys.authentication) == "cebe321f6ff7716b6fd4ab49af256a156d38baa4")
  }

  @Test(arguments: SRTPProfile.allCases)
  func `RTP and RTCP have no key in common`(profile: SRTPProfile) {
    let master = Samples.master(profile, 1)
    let rtp = SessionKeys(profile: profile, master: master, stream: .rtp)
    let rtcp = SessionKeys(profile: profile, master: master, stream: .rtcp)
    let all = [rtp.encryption, rtcp.encryption, rtp.salt, rtcp.salt, rtp.authentication, rtcp.authentication]
    #expect(Set(all).count == 6)
    #expect(rtp.salt.count == profile.saltSize)
  }

  @Test func `a master key tells nothing of itself`() {
    let master = SRTPMasterKey(key: [0xAB, 0xCD], salt: [0xEF])
    #expect("\(master) \(String(reflecting: master))" == "SRTP master key SRTP master key")
    var dumped = ""
    dump(SRTPKeys(profile: .aeadAES128GCM, local: master, remote: master), to: &dumped)
    #expect(!dumped.contains("171") && !dumped.contains("205"))
  }
}
