import SIP
import Testing

struct DigestAuthorizationTests {
  /// RFC 7616 section 3.9.1.
  private let nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
  private let clientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"

  @Test(arguments: [
    ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
    ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
  ])
  func `the example of RFC 7616 is answered as it says`(algorithm: String, response: String) throws {
    let challenge = try DigestChallenge(
      """
      Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=\(algorithm), \
      nonce="\(nonce)", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
      """)
    let answer = DigestAuthorization(
      to: challenge, method: .other("GET"), uri: "/dir/index.html",
      credentials: Credentials(username: "Mufasa", password: "Circle of Life"),
      quality: .init(clientNonce: clientNonce, nonceCount: 1))
    #expect(answer.response == response)
    #expect(answer.text.contains("nc=00000001"))
    #expect(answer.text.contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""))
    let read = try DigestAuthorization(answer.text)
    #expect(read == answer)
    #expect(read.expectedResponse(method: .other("GET"), password: "Circle of Life") == response)
    #expect(read.expectedResponse(method: .other("GET"), password: "circle of life") != response)
  }

  /// RFC 2617 section 3.5, and the same without a quality of protection as in RFC 2069.
  @Test(arguments: [
    (", qop=\"auth\"", "6629fae49393a05397450978507c4ef1"), ("", "670fd8c2df070c60b045671b8b24ff02"),
  ])
  func `the example of RFC 2617 is answered with and without quality`(quality: String, response: String)
    throws
  {
    let challenge = try DigestChallenge(
      "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"\(quality)")
    let answer = DigestAuthorization(
      to: challenge, method: .other("GET"), uri: "/dir/index.html",
      credentials: Credentials(username: "Mufasa", password: "Circle Of Life"),
      quality: .init(clientNonce: "0a4f113b", nonceCount: 1))
    #expect(answer.response == response)
    #expect(answer.text.contains("qop=auth") == !quality.isEmpty)
  }

  @Test func `a session algorithm hashes the client's nonce into the secret`() throws {
    let challenge = try DigestChallenge("Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess, qop=\"auth\"")
    let answers = ["one", "two"].map { clientNonce in
      DigestAuthorization(
        to: challenge, method: .invite, uri: "sip:a@b",
        credentials: Credentials(username: "u", password: "p"),
        quality: .init(clientNonce: clientNonce, nonceCount: 1))
    }
    #expect(answers[0].response != answers[1].response)
    #expect(try DigestAuthorization(answers[0].text) == answers[0])
  }

  @Test func `quotes in names survive the way`() throws {
    let challenge = DigestChallenge(realm: "a \"b\" \\c", nonce: "n", algorithm: .sha256, isStale: true)
    #expect(try DigestChallenge(challenge.text) == challenge)
  }

  @Test(arguments: [
    ("Basic QWxhZGRpbg==", DigestError.otherScheme("Basic")), ("Digest", .missing("username")),
    ("Digest username=\"u", .malformed), ("Digest x", .malformed),
    (
      "Digest username=u, realm=r, nonce=n, uri=u, response=r, algorithm=X",
      .unsupported("algorithm", value: "X")
    ),
    (
      "Digest username=u, realm=r, nonce=n, uri=u, response=r, qop=auth-int",
      .unsupported("qop", value: "auth-int")
    ),
    (
      "Digest username=u, realm=r, nonce=n, uri=u, response=r, qop=auth, nc=1", .unsupported("nc", value: "1")
    ),
    (
      "Digest username=u, realm=r, nonce=n, uri=u, response=r, qop=auth, nc=00000000",
      .unsupported("nc", value: "00000000")
    ),
    ("Digest username=u, realm=r, nonce=n, uri=u, response=r, qop=auth, nc=00000001", .missing("cnonce")),
    ("Digest username=u, realm=r, nonce=n, uri=u, response=r, algorithm=MD5-sess", .missing("cnonce")),
  ])
  func `an answer that cannot be used is refused with its reason`(text: String, error: DigestError) {
    #expect(throws: error) { try DigestAuthorization(text) }
  }

  @Test(arguments: [
    ("Negotiate", DigestError.otherScheme("Negotiate")), ("Digest realm=r", .missing("nonce")),
    ("Digest realm=r, nonce=n, algorithm=SHA-512-256", .unsupported("algorithm", value: "SHA-512-256")),
    ("Digest realm=r, nonce=n, qop=\"auth-int\"", .unsupported("qop", value: "auth-int")),
  ])
  func `a challenge that cannot be answered is refused with its reason`(text: String, error: DigestError) {
    #expect(throws: error) { try DigestChallenge(text) }
  }
}
