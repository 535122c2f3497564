import RTP
import SansIO
import Testing

struct NTPTimestampTests {
  @Test func `the clock starts with 2026 and counts fractions of 2 to the minus 32`() {
    #expect(NTPTimestamp(.zero).rawValue == (3_976_214_400 as UInt64) << 32)
    #expect(NTPTimestamp(.ms(1_500)).rawValue == (3_976_214_401 as UInt64) << 32 | 0x8000_0000)
    #expect(NTPTimestamp(.ms(1_500)).middle == UInt32(3_976_214_401 & 0xFFFF) << 16 | 0x8000)
  }

  @Test func `instants before the clock's start go on downwards`() {
    #expect(NTPTimestamp(.ms(-500)).rawValue == (3_976_214_399 as UInt64) << 32 | 0x8000_0000)
  }
}
