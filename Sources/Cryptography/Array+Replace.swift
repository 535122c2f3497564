extension [UInt8] {
  /// Puts `bytes` in the place of all elements; the storage stays where it is large enough.
  package mutating func replace(with bytes: Span<UInt8>) {
    removeAll(keepingCapacity: true)
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}
