import RTP
import SansIO
import Testing

struct TelephoneEventTests {
  @Test func `the payload is read and written as RFC 4733 lays it out`() {
    let bytes: [UInt8] = [11, 0x8A, 0x03, 0x20]
    let event = TelephoneEvent(parsing: bytes.span)
    #expect(event == TelephoneEvent(code: 11, isEnd: true, volume: 10, duration: 800))
    #expect(event?.digit == "#")
    var written: [UInt8] = []
    event?.append(to: &written)
    #expect(written == bytes)
  }

  @Test func `the reserved bit is ignored, three bytes are no event, further events are not read`() {
    #expect(TelephoneEvent(parsing: ([1, 0x4A, 0, 160] as [UInt8]).span)?.volume == 10)
    #expect(TelephoneEvent(parsing: ([1, 10, 0] as [UInt8]).span) == nil)
    #expect(TelephoneEvent(parsing: ([1, 10, 0, 160, 2, 10, 0, 160] as [UInt8]).span)?.code == 1)
  }

  @Test func `each digit has one code and back`() {
    for (code, digit) in "0123456789*#ABCD".enumerated() {
      #expect(TelephoneEvent.code(of: digit) == UInt8(code))
      #expect(TelephoneEvent.digit(ofCode: UInt8(code)) == digit)
    }
    #expect(TelephoneEvent.code(of: "b") == 13)
    for other in "xE ٣+" { #expect(TelephoneEvent.code(of: other) == nil) }
    #expect(TelephoneEvent.digit(ofCode: 16) == nil && TelephoneEvent.digit(ofCode: 255) == nil)
  }
}
