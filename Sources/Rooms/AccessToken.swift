import Cryptography
import FoundationEssentials

/// LiveKit's access tokens: JSON Web Tokens signed by HMAC-SHA-256 with an API key's secret (RFC 7515, 7519).
public enum AccessToken {
  /// The longest token that is looked at, in bytes.
  public static let longest = 65_536
  /// By how many seconds the clocks of the two sides may differ.
  public static let leeway: Int64 = 60

  private struct Header: Codable {
    var alg: String
    var typ: String?
  }

  /// The header of every token made here.
  private static let header = part(Header(alg: "HS256", typ: "JWT"))

  /// Makes a token.
  ///
  /// - Parameters:
  ///   - grants: who the bearer is and what it may do
  ///   - key: the API key, which goes into the token
  ///   - secret: the key's secret; its UTF-8 bytes sign
  ///   - issuedAt: Unix seconds from which on the token holds
  ///   - lifetime: seconds for which it holds, 1 or more
  public static func sign(
    _ grants: TokenGrants, key: String, secret: String, issuedAt: Int64, lifetime: Int64
  ) -> String {
    precondition(lifetime > 0, "cannot sign a token for \(lifetime) s; 1 or more")
    let claims = TokenClaims(grants, issuer: key, from: issuedAt, to: issuedAt + lifetime)
    let signed = header + "." + part(claims)
    let signature = MessageAuthentication.hmacSHA256(key: [UInt8](secret.utf8), message: [UInt8](signed.utf8))
    return signed + "." + Base64.encode(signature, alphabet: .urlSafe, padded: false)
  }

  /// Reads a token that somebody presents.
  ///
  /// - Parameters:
  ///   - token: what was presented, without "Bearer "
  ///   - keys: the secrets of the API keys that are accepted here
  ///   - unixSeconds: the time now
  /// - Returns: what a token grants whose signature and times hold. Whether that suffices is the caller's question.
  public static func verify(
    _ token: String, keys: [String: String], at unixSeconds: Int64
  ) throws(TokenError) -> TokenGrants {
    guard token.utf8.count <= longest else { throw .tooLong(bytes: token.utf8.count) }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .parts(count: parts.count) }
    let payload = try bytes(of: parts[1], .claims)
    let signature = try bytes(of: parts[2], .signature)
    try checkAlgorithm(parts[0])
    guard let claims = read(TokenClaims.self, from: payload) else { throw .claims }
    guard let key = claims.iss, !key.isEmpty else { throw .noIssuer }
    guard let secret = keys[key] else { throw .unknownKey(key) }
    let signed = [UInt8](token.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
    let expected = MessageAuthentication.hmacSHA256(key: [UInt8](secret.utf8), message: signed)
    guard MessageAuthentication.areEqual(expected, signature) else { throw .signature }
    try checkTimes(of: claims, at: unixSeconds)
    return claims.grants
  }

  private static func checkAlgorithm(_ part: Substring) throws(TokenError) {
    // Most tokens were made here.
    guard part != header else { return }
    guard let algorithm = read(Header.self, from: try bytes(of: part, .header))?.alg else { throw .header }
    guard algorithm == "HS256" else { throw .algorithm(algorithm) }
  }

  private static func checkTimes(of claims: TokenClaims, at now: Int64) throws(TokenError) {
    guard let end = claims.exp?.seconds else { throw .noExpiry }
    guard now <= end + leeway else { throw .expired(end: end) }
    for start in [claims.nbf, claims.iat] {
      if let start = start?.seconds, now + leeway < start { throw .notYetValid(start: start) }
    }
  }

  private static func bytes(of part: Substring, _ name: TokenError.Part) throws(TokenError) -> [UInt8] {
    guard !part.utf8.contains(UInt8(ascii: "=")), let bytes = Base64.decode(part, alphabet: .urlSafe) else {
      throw .encoding(part: name)
    }
    return bytes
  }

  private static func read<Value: Decodable>(_ type: Value.Type, from json: [UInt8]) -> Value? {
    try? JSONDecoder().decode(type, from: Data(json))
  }

  private static func part(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(value) else {
      preconditionFailure("texts, flags and whole numbers always fit into JSON")
    }
    return Base64.encode([UInt8](json), alphabet: .urlSafe, padded: false)
  }
}
