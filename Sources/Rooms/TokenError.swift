/// Why an access token is not accepted.
public enum TokenError: Error, Hashable, Sendable {
  /// The token has `bytes` bytes; 65,536 are allowed.
  case tooLong(bytes: Int)
  /// The token has `count` parts between its dots; there must be 3.
  case parts(count: Int)
  /// The named part is not base64url without padding.
  case encoding(part: Part)
  /// The header is not a JSON object with a text under `alg`.
  case header
  /// The header names another algorithm than HS256.
  case algorithm(String)
  /// The claims are not a JSON object, or one of them is of the wrong type.
  case claims
  /// No claim says which key signed (`iss`).
  case noIssuer
  /// Signed by a key that this server does not have.
  case unknownKey(String)
  /// The signature is not the one of header and claims under the key's secret.
  case signature
  /// No claim says how long the token holds (`exp`).
  case noExpiry
  /// The token held until `end` (Unix seconds) and it is later than that by more than the leeway.
  case expired(end: Int64)
  /// The token holds from `start` (Unix seconds) and it is earlier than that by more than the leeway.
  case notYetValid(start: Int64)

  /// One of a token's three parts.
  public enum Part: String, Hashable, Sendable { case header, claims, signature }
}

extension TokenError: CustomStringConvertible {
  /// What was wrong and what would be right, in one line. It never holds the token or a secret.
  public var description: String {
    switch self {
    case .tooLong(let bytes): "access token of \(bytes) bytes; at most \(AccessToken.longest) are accepted"
    case .parts(let count): "access token of \(count) parts; there must be 3 with dots between them"
    case .encoding(let part): "the access token's \(part.rawValue) is not base64url without padding"
    case .header: "the access token's header is not a JSON object with the algorithm's name under \"alg\""
    case .algorithm(let name): "the access token is signed by \(name.prefix(20)); it must be HS256"
    case .claims: "the access token's claims are not a JSON object, or a claim is of the wrong type"
    case .noIssuer: "the access token does not name its API key in the claim \"iss\""
    case .unknownKey(let key): "the access token is signed with the API key \(key.prefix(60)), unknown here"
    case .signature: "the access token's signature does not fit; was it signed with this server's API secret?"
    case .noExpiry: "the access token has no claim \"exp\"; it must say until when it holds"
    case .expired(let end): "the access token expired at \(end) s after 1970"
    case .notYetValid(let start): "the access token holds only from \(start) s after 1970 on"
    }
  }
}
