import Cryptography
import Foundation
package import Hummingbird
import HummingbirdCore
import LiveWorld
import Rooms
import SansIO

/// `POST /api/token`: access tokens for the pages and tools that have no API secret of their own.
package struct TokenAPI: Sendable {
  private struct Answer: Encodable {
    var token: String
    var url: String
    var identity: String
    var room: String
  }

  private struct Complaint: Encodable {
    var error: String
    var field: String?
  }

  /// How the API is set up.
  package struct Settings: Sendable {
    /// Where clients reach the signalling, such as `wss://bridge.example`; `nil` means the host they asked.
    package var publicURL: String?
    /// What requests must bear as `Authorization: Bearer`; `nil` means nothing.
    package var apiKey: String?
    /// Requests that one client address may make; `nil` means any number.
    package var limit: TokenRate?

    /// No public address, no key, and the rate of `limits`.
    package init(limits: EdgeLimits = EdgeLimits()) { limit = limits.tokenRate }
  }

  private let keys: RoomKeys
  private let settings: Settings
  private let limiter: RateLimiter?

  /// Signs with `keys`.
  package init(keys: RoomKeys, settings: Settings = Settings()) {
    self.keys = keys
    self.settings = settings
    limiter = settings.limit.map { RateLimiter($0) }
  }

  /// Adds the path.
  package func addRoutes(to router: Router<EdgeContext>) {
    router.post("/api/token") { request, context in try await answer(request, context) }
    for method in [HTTPRequest.Method.get, .put, .patch, .delete, .head] {
      router.on("/api/token", method: method) { _, _ in
        var response = complain(405, "use POST")
        response.headers[.allow] = "POST, OPTIONS"
        return response
      }
    }
  }

  private func answer(_ request: Request, _ context: EdgeContext) async throws -> Response {
    if let wait = limiter?.take(context.clientAddress ?? "", at: MonotonicClock.now()) {
      var response = complain(429, "too many requests from this address; try again in \(wait) s")
      response.headers[.retryAfter] = "\(wait)"
      return response
    }
    if let apiKey = settings.apiKey, !isBorne(apiKey, by: request) {
      return complain(401, "the API key is needed as Authorization: Bearer", field: "Authorization")
    }
    let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
    guard type.filter({ $0 != " " }) == "application/json" else {
      return complain(415, "must be application/json", field: "Content-Type")
    }
    guard let body = try await request.bytes(upTo: TokenRequest.longestBody) else {
      return complain(413, "the body must have at most \(TokenRequest.longestBody) bytes")
    }
    do throws(TokenRequest.Flaw) {
      return try grant(TokenRequest(body), request)
    } catch {
      return complain(400, error.text, field: error.field)
    }
  }

  private func grant(
    _ asked: TokenRequest, _ request: Request
  ) throws(TokenRequest.Flaw) -> Response {
    guard let url = settings.publicURL ?? url(askedBy: request) else {
      throw TokenRequest.Flaw(field: "Host", text: "the Host field must be a host name, with a port if any")
    }
    let identity =
      asked.identity ?? "\(asked.role.rawValue)-" + Hexadecimal.lowercase(RandomBytes.make(count: 6))
    var grants = asked.role.grants(identity: identity, room: asked.room)
    grants.name = asked.name
    grants.metadata = asked.metadata
    let token = AccessToken.sign(
      grants, key: keys.key, secret: keys.secret, issuedAt: WallClock.now() / 1_000_000_000,
      lifetime: asked.ttlSeconds)
    return json(Answer(token: token, url: url, identity: identity, room: asked.room), status: 200)
  }

  private func isBorne(_ apiKey: String, by request: Request) -> Bool {
    let field = request.headers[.authorization] ?? ""
    return MessageAuthentication.areEqual(Array(field.utf8), Array("Bearer \(apiKey)".utf8))
  }

  /// The signalling at the host that the client asked, which is this one or a proxy before it.
  private func url(askedBy request: Request) -> String? {
    guard let host = request.head.authority, !host.isEmpty, host.utf8.count <= 255,
      host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-_:[]".contains($0)) })
    else { return nil }
    return "ws://\(host)"
  }

  private func complain(_ status: Int, _ error: String, field: String? = nil) -> Response {
    json(Complaint(error: error, field: field), status: status)
  }

  private func json(_ value: some Encodable, status: Int) -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(value) else {
      preconditionFailure("texts always fit into JSON")
    }
    var response = Response.bytes([UInt8](bytes), type: "application/json; charset=utf-8", status: status)
    response.headers[.cacheControl] = "no-store"
    return response
  }
}
