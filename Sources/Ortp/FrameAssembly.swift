/// Cuts packets of any length into frames of 160 samples along the sender's timestamps.
struct FrameAssembly {
  /// Samples per frame: 20 ms at 8 kHz.
  static let frameSize = 160

  /// The timestamp of the first sample of the next frame.
  private(set) var timestamp: UInt32 = 0
  /// The bytes from `timestamp` on, without holes.
  private var pending: [UInt8] = []
  private var variant = G711Variant.pcmu
  /// Samples filled with silence so far.
  private(set) var concealed = 0

  init() { pending.reserveCapacity(FrameAssembly.frameSize + OrtpInbox.maximumPayload) }

  /// Whether the next frame is complete.
  var isComplete: Bool { pending.count >= FrameAssembly.frameSize }

  /// The timestamp of the last sample of the next frame.
  var lastTimestamp: UInt32 { timestamp &+ UInt32(FrameAssembly.frameSize - 1) }

  /// Begins anew with the sample of `timestamp`.
  mutating func begin(at timestamp: UInt32) {
    self.timestamp = timestamp
    pending.removeAll(keepingCapacity: true)
  }

  /// Adds a packet that begins with the sample of `start`; what is over already is left out, and a hole
  /// before it is filled with silence. Returns false when all of the packet is over.
  mutating func append(_ payload: UnsafeBufferPointer<UInt8>, at start: UInt32, _ variant: G711Variant)
    -> Bool
  {
    if variant != self.variant {
      // One frame has one law; the rest of the former one is at most a frame.
      pending.indices.forEach { pending[$0] = variant.silence }
      self.variant = variant
    }
    let gap = Int(Int32(bitPattern: start &- timestamp)) - pending.count
    guard gap < FrameAssembly.frameSize, payload.count + gap > 0 else { return false }
    if gap > 0 {
      pending.append(contentsOf: repeatElement(variant.silence, count: gap))
      concealed += gap
    }
    pending.append(contentsOf: payload.dropFirst(max(0, -gap)))
    return true
  }

  /// Leaves out `count` frames.
  mutating func skip(frames count: Int) {
    let samples = count * FrameAssembly.frameSize
    timestamp &+= UInt32(truncatingIfNeeded: samples)
    pending.removeFirst(min(samples, pending.count))
  }

  /// Moves the next frame into `frame` and goes on to the one after; `nil` when there is none of it.
  /// An incomplete frame is filled up with silence.
  mutating func next(into frame: inout [UInt8]) -> G711Variant? {
    timestamp &+= UInt32(FrameAssembly.frameSize)
    guard !pending.isEmpty else { return nil }
    let count = min(pending.count, FrameAssembly.frameSize)
    frame.append(contentsOf: pending[..<count])
    frame.append(contentsOf: repeatElement(variant.silence, count: FrameAssembly.frameSize - count))
    concealed += FrameAssembly.frameSize - count
    pending.removeFirst(count)
    return variant
  }
}
