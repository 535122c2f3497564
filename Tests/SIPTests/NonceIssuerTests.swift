import SIP
import SansIO
import Testing

struct NonceIssuerTests {
  private let issuer = NonceIssuer(secret: [1, 2, 3], lifetime: .milliseconds(60_000))

  @Test func `a nonce is fresh through its lifetime and stale after`() {
    let nonce = issuer.issue(realm: "r", at: .milliseconds(1_000))
    #expect(issuer.judge(nonce, realm: "r", at: .milliseconds(1_000)) == .fresh)
    #expect(issuer.judge(nonce, realm: "r", at: .milliseconds(61_000)) == .fresh)
    #expect(issuer.judge(nonce, realm: "r", at: .milliseconds(61_001)) == .stale)
  }

  @Test func `a nonce of another realm, secret or instant is foreign`() {
    let nonce = issuer.issue(realm: "r", at: .zero)
    let other = NonceIssuer(secret: [3, 2, 1], lifetime: .milliseconds(60_000))
    #expect(issuer.judge(nonce, realm: "q", at: .zero) == .foreign)
    #expect(other.judge(nonce, realm: "r", at: .zero) == .foreign)
    let forged = "00000000000f4240" + nonce.dropFirst(16)
    #expect(issuer.judge(forged, realm: "r", at: .zero) == .foreign)
  }

  @Test(arguments: ["", ".", "x.y", "0000000000000000", "0000000000000000.", "+000000000000000.ab", "a.b.c"])
  func `what is no nonce is foreign`(text: String) {
    #expect(issuer.judge(text, realm: "r", at: .zero) == .foreign)
  }
}
