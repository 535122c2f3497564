/// Names one signalling connection of a ``RoomClient``; never used again after its end.
public struct SignalConnection: Hashable, Sendable {
  let id: UInt64
}
