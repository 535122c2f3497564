import Cryptography
import Testing

struct DigestTests {
  /// RFC 1321 appendix A.5.
  @Test(arguments: [
    ("", "d41d8cd98f00b204e9800998ecf8427e"),
    ("abc", "900150983cd24fb0d6963f7d28e17f72"),
    ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
  ])
  func `MD5 gives the digests of RFC 1321`(text: String, digest: String) {
    #expect(Hexadecimal.lowercase(Digest.md5(Array(text.utf8))) == digest)
  }

  /// RFC 3174 section 7.3.
  @Test(arguments: [
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
  ])
  func `SHA-1 gives the digests of RFC 3174`(text: String, digest: String) {
    #expect(Hexadecimal.lowercase(Digest.sha1(Array(text.utf8))) == digest)
  }

  /// RFC 6234 section 8.5.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 gives the digests of RFC 6234`(text: String, digest: String) {
    #expect(Hexadecimal.lowercase(Digest.sha256(Array(text.utf8))) == digest)
  }
}
