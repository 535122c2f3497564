/// Names a socket of one event loop. A closed socket's token is never valid again.
public struct SocketToken: Hashable, Sendable {
  let index: UInt32
  let generation: UInt32

  init(index: Int, generation: UInt32) {
    self.index = UInt32(index)
    self.generation = generation
  }

  /// The token as the 64 bits that epoll gives back.
  init(bits: UInt64) {
    index = UInt32(truncatingIfNeeded: bits)
    generation = UInt32(truncatingIfNeeded: bits >> 32)
  }

  var bits: UInt64 { UInt64(generation) << 32 | UInt64(index) }
}
