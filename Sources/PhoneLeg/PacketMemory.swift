/// Memory in which a packet is made, for any number of media sessions of one thread: they make one after another.
public struct PacketMemory: Sendable {
  /// The sound as G.711.
  var payload: [UInt8] = []
  /// The whole packet.
  var packet: [UInt8] = []

  /// Memory for a packet of usual size; a longer one makes it grow.
  public init() {
    payload.reserveCapacity(480)
    packet.reserveCapacity(1500)
  }
}
