import RTP
import RoomMessages
import SansIO

/// One person's sound in a room: what others may subscribe to.
final class RoomTrack {
  /// Sid, `TR_AM…`.
  let sid: String
  /// Whose it is.
  let ownerSid: String
  /// What the others are told of it.
  private(set) var info: Livekit_TrackInfo
  /// Whether it is muted: `info` says the same, at a cost that is too much for each packet.
  private(set) var isMuted: Bool
  /// Those who hear it.
  private(set) var subscriptions: [Subscription] = []
  /// How many of them are sent Opus that this bridge has to encode.
  private(set) var transcodedCount = 0

  init(sid: String, ownerSid: String, info: Livekit_TrackInfo) {
    self.sid = sid
    self.ownerSid = ownerSid
    self.info = info
    self.info.sid = sid
    isMuted = info.muted
  }

  func mute(_ muted: Bool) {
    info.muted = muted
    isMuted = muted
  }

  func settle(mid: String) { info.mid = mid }

  func add(_ subscription: Subscription) {
    subscriptions.append(subscription)
    count()
  }

  func remove(_ subscription: Subscription) {
    subscriptions.removeAll { $0 === subscription }
    count()
  }

  func removeAll() {
    subscriptions = []
    count()
  }

  private func count() { transcodedCount = subscriptions.count { $0.format == .transcoded } }
}
