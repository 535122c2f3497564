/// When a room is over.
public enum RoomEnd: String, Sendable, CaseIterable {
  /// When its last phone call is over: whoever is still in it is sent away. A call is what a room is for.
  case withCall = "with-call"
  /// When the last of all, callers and participants, has left.
  case whenEmpty = "when-empty"
}
