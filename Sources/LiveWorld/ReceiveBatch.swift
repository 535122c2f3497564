import CSockets

/// Memory for one batch of received datagrams, shared by the sockets of one thread.
public final class ReceiveBatch {
  /// How many datagrams one call receives at most.
  public static var slots: Int { 64 }

  /// The longest datagram that fits, in bytes; longer ones are counted and dropped.
  public let slotBytes: Int
  let storage: OpaquePointer

  /// Memory for `slots` datagrams of up to `slotBytes` bytes.
  public init(slotBytes: Int) {
    precondition((1...65_536).contains(slotBytes), "a datagram slot has 1...65536 bytes, not \(slotBytes)")
    guard let storage = cs_batch_new(UInt32(ReceiveBatch.slots), slotBytes) else {
      preconditionFailure("no memory for \(ReceiveBatch.slots) datagrams of \(slotBytes) bytes")
    }
    self.slotBytes = slotBytes
    self.storage = storage
  }

  deinit { cs_batch_free(storage) }
}
