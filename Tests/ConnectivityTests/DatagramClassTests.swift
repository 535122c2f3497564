import Connectivity
import Testing

struct DatagramClassTests {
  @Test(
    arguments: [
      ([0x00, 0x01], DatagramClass.stun), ([0x03], .stun), ([0x04, 0x00], .other), ([0x13, 0x00], .other),
      ([0x14, 0xFE], .dtls), ([0x16, 0xFE], .dtls), ([0x3F], .dtls), ([0x40, 0x00], .other),
      ([0x7F, 0xC8], .other), ([0x80, 0x6F], .rtp), ([0x80, 0xEF], .rtp), ([0xBF, 0xBF], .rtp),
      ([0x80, 0xC0], .rtcp), ([0x81, 0xC9], .rtcp), ([0x80, 0xDF], .rtcp), ([0x80, 0xE0], .rtp),
      ([0x80], .other), ([0xC0, 0xC8], .other), ([0xFF, 0xFF], .other), ([], .other),
    ] as [([UInt8], DatagramClass)])
  func `a datagram is told by its first two bytes`(bytes: [UInt8], kind: DatagramClass) {
    #expect(DatagramClass(of: bytes.span) == kind)
  }
}
