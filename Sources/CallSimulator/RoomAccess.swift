import Foundation
import LiveWorld
import RoomClient
import Rooms
import SansIO

/// How participants get into their rooms: where tokens are, and where the signalling is.
struct RoomAccess: Sendable {
  /// The answer of the token endpoint; other fields do not matter here.
  private struct Answer: Decodable {
    var token: String
    var url: String
  }

  private static let patience = Interval.seconds(10)

  /// Where tokens come from.
  enum Tokens: Sendable {
    /// The URL of an endpoint that hands them out.
    case endpoint(String)
    /// Signed here, with a key and its secret.
    case signed(key: String, secret: String)
  }

  /// How long a token that is signed here holds, seconds.
  private static let lifetime: Int64 = 6 * 3600

  /// Where tokens come from.
  var tokens: Tokens
  /// Address of the signalling; `nil` means the one that comes with each token.
  var url: String?

  /// Gets a token for `identity` in `room` by `client`; `tell` gets it or what went wrong, at once or later.
  func askToken<Handler>(
    identity: String, room: String, by client: RoomClient<Handler>,
    _ tell: @escaping (ParticipantNews) -> Void
  ) {
    switch tokens {
    case .signed(let key, let secret):
      var grants = TokenGrants(identity: identity, room: room)
      grants.roomJoin = true
      let token = AccessToken.sign(
        grants, key: key, secret: secret, issuedAt: WallClock.now() / 1_000_000_000,
        lifetime: RoomAccess.lifetime)
      tell(.token(url: url ?? "", token: token, MonotonicClock.now()))
    case .endpoint(let endpoint):
      ask(JSONText.object(["identity": identity, "room": room]), of: endpoint, by: client, tell)
    }
  }

  private func ask<Handler>(
    _ body: [UInt8], of tokens: String, by client: RoomClient<Handler>,
    _ tell: @escaping (ParticipantNews) -> Void
  ) {
    let url = url
    client.requestToken(url: tokens, body: body, timeout: RoomAccess.patience) { result, instant in
      switch result {
      case .failure(let error): tell(.failed("token: \(error)", instant))
      case .success(let reply) where reply.status != 200:
        tell(.refused(status: reply.status, text: String(decoding: reply.body, as: UTF8.self), instant))
      case .success(let reply):
        do {
          let answer = try JSONDecoder().decode(Answer.self, from: Data(reply.body))
          tell(.token(url: url ?? answer.url, token: answer.token, instant))
        } catch {
          tell(.failed("\(tokens) answered no JSON with \"token\" and \"url\"", instant))
        }
      }
    }
  }

  /// Opens a signalling connection by `client`; `tell` gets what happens to it, at once or later.
  func connect<Handler>(
    _ url: String, token: String, by client: RoomClient<Handler>,
    _ tell: @escaping (ParticipantNews) -> Void
  ) throws(RoomClientError) -> SignalConnection {
    try client.connect(
      to: url, headers: [("Authorization", "Bearer \(token)")], timeout: RoomAccess.patience
    ) { event in
      switch event {
      case .opened(let instant): tell(.opened(instant))
      case .message(let bytes, let instant):
        do throws(SignalError) {
          tell(.message(try SignalCodec.response(from: bytes), instant))
        } catch {
          tell(.failed("signalling: \(error)", instant))
        }
      case .refused(let status, let body, let instant):
        tell(.refused(status: status, text: body, instant))
      case .closed(let reason, let instant): tell(.closed(reason: reason, instant))
      }
    }
  }
}
