/// Turns the payloads of one stream into samples, for `FramePlayout`.
///
/// Samples are mono, at the rate given to the playout. Each method appends to `samples`; one that appends too
/// little or nothing is answered with silence.
public protocol FrameDecoder: ~Copyable {
  /// Decodes a received payload. It comes from the peer: what cannot be decoded appends nothing.
  mutating func decode(_ payload: Span<UInt8>, payloadType: UInt8, into samples: inout [Int16])
  /// Makes up `count` samples for a packet that never came.
  ///
  /// - Parameter next: the payload of the packet right behind it, which may hold a copy; else empty.
  mutating func conceal(_ count: Int, next: Span<UInt8>, into samples: inout [Int16])
}
