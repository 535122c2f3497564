import RoomMessages

extension Livekit_UpdateSubscription {
  /// The wish to hear these tracks, or not to.
  static func with(_ sids: [String], subscribe: Bool) -> Livekit_UpdateSubscription {
    var update = Livekit_UpdateSubscription()
    update.trackSids = sids
    update.subscribe = subscribe
    return update
  }
}
