import RoomMessages
import SansIO

/// What happens to the token and the signalling connection of a participant, with the instant at which it did.
enum ParticipantNews: Sendable {
  /// Its token, and where to go with it.
  case token(url: String, token: String, Instant)
  /// The signalling connection is open.
  case opened(Instant)
  /// A message came.
  case message(Livekit_SignalResponse, Instant)
  /// The token or the connection was declined with an HTTP status.
  case refused(status: Int, text: String, Instant)
  /// It does not work, in words.
  case failed(String, Instant)
  /// The connection ended.
  case closed(reason: String, Instant)
}
