import SansIO

/// Where a simulated participant stands.
enum ParticipantStage {
  /// Its planned instant has not come. Next: asking, over.
  case waiting
  /// The token was asked for. Next: binding, over.
  case asking
  /// It has a token, and its port is being opened. Next: joining, over.
  case binding(url: String, token: String)
  /// The signalling connection is being opened, or the transport is coming up. Next: talking, over.
  case joining
  /// Its transport is up; the timeline runs in this slot of the packet grid. Next: stranded, over.
  case talking(slot: Int)
  /// Its transport ended, for this reason, and nobody has said why. Next: over.
  case stranded(String)
  /// Its record is written.
  case over
}
