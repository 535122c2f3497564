import Glibc

/// A file descriptor that is closed with its owner.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Owns `number`, the result of a `CSockets` call; a negative one is the negated errno.
  init(_ number: Int32, orThrow error: (Int32) -> SocketError) throws(SocketError) {
    guard number >= 0 else { throw error(-number) }
    self.number = number
  }

  /// Owns the open descriptor `number`.
  init(owning number: Int32) { self.number = number }

  deinit { close(number) }
}
