public import Rooms
public import RoomMessages

/// What travels over a participant's signalling connection, and what comes before it.
public enum SignalWord: Sendable {
  /// To the bridge: somebody asks for a token.
  case askToken(identity: String, room: String)
  /// To the participant: the token, and where to go with it.
  case token(url: String, token: String)
  /// To the bridge: a client opens the connection.
  case open(url: String, token: String)
  /// To the bridge: a client whose wish and token were read already.
  case join(JoinPetition, TokenGrants)
  /// To the participant: it is admitted.
  case admitted
  /// To the participant: it is refused.
  case refused(status: Int, text: String)
  /// To the bridge: a message.
  case request(Livekit_SignalRequest)
  /// To the bridge: a frame that cannot be read.
  case garbage
  /// To the participant: a message.
  case response(Livekit_SignalResponse)
  /// To either side: the connection has ended.
  case closed
}
