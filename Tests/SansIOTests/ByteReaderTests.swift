import SansIO
import Testing

@Suite struct ByteReaderTests {
  private let bytes: [UInt8] = Array(1...15)

  @Test func `fields are read big-endian from front to back`() {
    var reader = ByteReader(bytes.span)
    #expect(reader.readUInt8() == 0x01)
    #expect(reader.readUInt16() == 0x0203)
    #expect(reader.readUInt32() == 0x0405_0607)
    #expect(reader.readUInt64() == 0x0809_0A0B_0C0D_0E0F)
    let (offset, remaining) = (reader.offset, reader.remaining)
    #expect(offset == 15)
    #expect(remaining == 0)
  }

  @Test(arguments: 0..<8)
  func `a field that is cut off is not read and moves nothing`(count: Int) {
    let short = Array(bytes.prefix(count))
    var reader = ByteReader(short.span)
    let long = reader.readUInt64()
    let middle = count < 4 ? reader.readUInt32() : nil
    let small = count < 2 ? reader.readUInt16() : nil
    let smallest = count < 1 ? reader.readUInt8() : nil
    let offset = reader.offset
    #expect(long == nil)
    #expect(middle == nil)
    #expect(small == nil)
    #expect(smallest == nil)
    #expect(offset == 0)
  }

  @Test(arguments: [(0, true), (15, true), (16, false), (-1, false), (.max, false)])
  func `passing over more than there is passes over nothing`(count: Int, passes: Bool) {
    var reader = ByteReader(bytes.span)
    let passed = reader.skip(count)
    let offset = reader.offset
    #expect(passed == passes)
    #expect(offset == (passes ? count : 0))
  }

  @Test func `what is appended big-endian is read back`() {
    var written: [UInt8] = []
    written.appendBigEndian(UInt16(0xFEDC))
    written.appendBigEndian(UInt32(0x8000_0001))
    written.appendBigEndian(UInt64.max - 1)
    #expect(written.count == 14)
    var reader = ByteReader(written.span)
    #expect(reader.readUInt16() == 0xFEDC)
    #expect(reader.readUInt32() == 0x8000_0001)
    #expect(reader.readUInt64() == UInt64.max - 1)
  }
}
