import RTP
import Testing

struct DatagramKindTests {
  @Test(
    arguments: [
      ([0x80, 0x00], DatagramKind.rtp), ([0x80, 0x80], .rtp), ([0xBF, 0x65], .rtp), ([0x80, 0xBF], .rtp),
      ([0x80, 0xC8], .rtcp), ([0x81, 0xC9], .rtcp), ([0x80, 0xC0], .rtcp), ([0x80, 0xDF], .rtcp),
      ([0x80, 0xE0], .rtp), ([0x00, 0x01], .stun), ([0x01, 0x01], .stun), ([0x03, 0x00], .stun),
      ([0x04, 0x00], .other), ([0x16, 0xFE], .other), ([0x40, 0x00], .other), ([0x7F, 0xC8], .other),
      ([0xC0, 0xC8], .other), ([0x0D, 0x0A], .other), ([0x80], .other), ([], .other),
    ] as [([UInt8], DatagramKind)])
  func `a datagram is told by its first two bytes`(bytes: [UInt8], kind: DatagramKind) {
    #expect(DatagramKind.classify(bytes.span) == kind)
  }
}
