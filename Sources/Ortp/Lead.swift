/// How many samples before its own time a packet may be needed, as frames of 160 samples do not always begin
/// with it: 0 for packets of 20, 40, 60 ms; 80 for packets of 10, 30, 50 ms.
struct Lead {
  private var packetSize: Int
  /// The samples.
  private(set) var samples: Int

  init(packetSize: Int) {
    self.packetSize = packetSize
    samples = Lead.samples(packetSize)
  }

  /// Notes the length of the latest packet, at least 1 sample.
  mutating func update(packetSize: Int) {
    guard packetSize != self.packetSize else { return }
    self = Lead(packetSize: packetSize)
  }

  /// A frame less the greatest common divisor of frame and packet.
  private static func samples(_ packetSize: Int) -> Int {
    var (a, b) = (FrameAssembly.frameSize, packetSize)
    while b != 0 { (a, b) = (b, a % b) }
    return FrameAssembly.frameSize - a
  }
}
