import SecureMedia
import Testing

struct FingerprintTests {
  private static let text =
    "sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:F0:F1:F2:F3:F4:F5:F6:F7:F8:F9:FA:FB:FC:FD:FE:FF"

  @Test func `a fingerprint is read and written as SDP has it`() throws {
    let fingerprint = try #require(Fingerprint(Self.text))
    #expect(fingerprint.hash == .sha256)
    #expect(fingerprint.bytes == Array(0...15) + Array(240...255))
    #expect(fingerprint.description == Self.text)
    #expect(Fingerprint(Self.text.lowercased()) == fingerprint)
    #expect(Fingerprint(Self.text.uppercased()) == fingerprint)
  }

  @Test(arguments: Fingerprint.Hash.allCases)
  func `every hash function has its length`(hash: Fingerprint.Hash) {
    let whole = Fingerprint(hash: hash, bytes: [UInt8](repeating: 0xAB, count: hash.size))
    #expect(Fingerprint(whole.description) == whole)
    #expect(Fingerprint(String(whole.description.dropLast(3))) == nil)
    #expect(Fingerprint(whole.description + ":AB") == nil)
  }

  @Test(arguments: [
    "", "sha-256", "md5 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F", "sha-256 00:01",
    text.replacing("0A:", with: "0G:"), text.replacing("0A:", with: "0A-"), text + " x",
  ])
  func `what is no fingerprint is refused`(text: String) {
    #expect(Fingerprint(text) == nil)
  }

  @Test func `two certificates have two fingerprints`() throws {
    let (one, other) = (try Certificate(), try Certificate())
    #expect(one.fingerprint.hash == .sha256)
    #expect(one.fingerprint != other.fingerprint)
  }
}
