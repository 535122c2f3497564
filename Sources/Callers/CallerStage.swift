import SIP
import SansIO

/// Where a simulated caller stands.
enum CallerStage {
  /// Its planned instant has not come. Next: binding, over.
  case waiting
  /// Its audio ports are being opened. Next: calling, over.
  case binding
  /// INVITE sent. Next: talking, over.
  case calling(CallHandle)
  /// Answered; the timeline runs in this slot of the packet grid. Next: leaving, over.
  case talking(CallHandle, slot: Int)
  /// BYE or CANCEL sent, waiting for its answer. Next: over.
  case leaving(CallHandle)
  /// Its record is written.
  case over
}
