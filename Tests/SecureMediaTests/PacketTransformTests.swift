import Cryptography
import SecureMedia
import Testing

/// RFC 7714 sections 16.1 and 17.1: packets under given session keys.
struct PacketTransformTests {
  private let transform = PacketTransform(
    profile: .aeadAES128GCM,
    keys: SessionKeys(
      encryption: bytes("000102030405060708090a0b0c0d0e0f"), authentication: [],
      salt: bytes("517569642070726f2071756f")))

  private let rtp = bytes(
    "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573")
  private let srtp = bytes(
    "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
      + "899d7f27beb16a9152cf765ee4390cce")
  private let rtcp = bytes(
    "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeef"
      + "deadbeef")
  private let srtcp = bytes(
    "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded"
      + "0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4")

  @Test func `RTP is sealed as in RFC 7714`() {
    var packet = rtp
    transform.protect(&packet, header: 12, source: 0x5501_A0B2, index: 0xF17B)
    #expect(packet == srtp)
    var plain: [UInt8] = []
    #expect(
      transform.unprotect(srtp.span, header: 12, source: 0x5501_A0B2, index: 0xF17B, into: &plain))
    #expect(plain == rtp)
  }

  @Test func `RTCP is sealed as in RFC 7714`() {
    var packet = rtcp
    transform.protectControl(&packet, source: 0x4D61_7273, index: 0x5D4)
    #expect(packet == srtcp)
    var plain: [UInt8] = []
    #expect(transform.unprotectControl(srtcp.span, source: 0x4D61_7273, index: 0x5D4, into: &plain))
    #expect(plain == rtcp)
  }

  @Test func `another rollover counter makes another packet`() {
    var plain: [UInt8] = []
    #expect(
      !transform.unprotect(srtp.span, header: 12, source: 0x5501_A0B2, index: 0x1_F17B, into: &plain))
    #expect(plain.isEmpty)
  }
}
