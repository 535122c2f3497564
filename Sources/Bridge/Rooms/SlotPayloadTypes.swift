import Audio

/// The payload types by which a section of a participant's connection takes audio.
struct SlotPayloadTypes: Equatable {
  var opus: UInt8?
  var pcmu: UInt8?
  var pcma: UInt8?

  /// The payload type for G.711 of `law`; `nil` when the participant does not take it.
  func type(of law: G711.Law) -> UInt8? { law == .mu ? pcmu : pcma }
}
