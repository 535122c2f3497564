import Rooms
import SansIO
import Testing

struct GzipTests {
  private func error(_ bytes: [UInt8], limit: Int = 1_000) -> GzipError? {
    do throws(GzipError) {
      _ = try Gzip.unpack(bytes, limit: limit)
      return nil
    } catch { return error }
  }

  @Test func `what was packed comes back`() throws {
    var generator = SeededGenerator(seed: 7)
    for count in [0, 1, 999, 1_000] {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      #expect(try Gzip.unpack(Gzip.pack(bytes), limit: 1_000) == bytes)
    }
    let even = [UInt8](repeating: 7, count: 1_000)
    #expect(Gzip.pack(even).count < 50)
    #expect(Gzip.pack(even).prefix(2) == [0x1F, 0x8B])
  }

  @Test func `a stream is never unpacked beyond the limit`() {
    #expect(error(Gzip.pack([UInt8](repeating: 0, count: 1_001))) == .tooLong(limit: 1_000))
    let bomb = Gzip.pack([UInt8](repeating: 0, count: 30_000_000))
    #expect(bomb.count < 40_000)
    #expect(error(bomb, limit: 1_048_576) == .tooLong(limit: 1_048_576))
    #expect(error(bomb, limit: 0) == .tooLong(limit: 0))
  }

  @Test func `a stream that is cut, damaged or continued is refused`() throws {
    let packed = Gzip.pack([UInt8]("the quick brown fox jumps over the lazy dog".utf8))
    for length in 0..<packed.count { #expect(error([UInt8](packed.prefix(length))) == .truncated) }
    #expect(error(packed + [0]) == .trailing(bytes: 1))
    #expect(error([0] + packed) == .damaged)
    var wrongSum = packed
    wrongSum[packed.count - 8] ^= 1
    #expect(error(wrongSum) == .damaged)
    #expect(error([0x78, 0x9C, 3, 0, 0, 0, 0, 1]) == .damaged, "zlib's framing is not gzip's")
  }
}
