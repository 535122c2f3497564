/// The RTP stream a caller sent.
public struct SentStream: Codable, Sendable, Equatable {
  /// Packets handed to the kernel.
  public var packets = 0
  /// Payload octets in them.
  public var octets = 0
  /// Packets that the kernel refused.
  public var errors = 0
  /// Largest distance of a send from its instant on the 20 ms grid, nanoseconds.
  public var maximumLag: Int64 = 0

  /// Nothing sent yet.
  public init() {}
}

/// One RTP stream (SSRC) a caller received, with RFC 3550's figures and those that it leaves out.
public struct ReceivedStream: Codable, Sendable, Equatable {
  /// Synchronisation source.
  public var ssrc: UInt32
  /// Payload type of its first audio packet.
  public var payloadType: Int
  /// Packets received, duplicates not counted.
  public var packets = 0
  /// Payload octets received.
  public var octets = 0
  /// Packets expected by sequence numbers (RFC 3550 A.3).
  public var expected = 0
  /// Sequence numbers that never came.
  public var lost = 0
  /// Packets that came twice.
  public var duplicates = 0
  /// Packets that came after a later one.
  public var reordered = 0
  /// Packets too late for the jitter buffer.
  public var late = 0
  /// Interarrival jitter at the end (RFC 3550 §6.4.1), milliseconds.
  public var jitter = 0.0
  /// Largest interarrival jitter, milliseconds.
  public var maximumJitter = 0.0
  /// Arrival of the first packet, nanoseconds since the start of the run.
  public var first: Int64 = 0
  /// Arrival of the last packet, nanoseconds since the start of the run.
  public var last: Int64 = 0
  /// Length of the audio by RTP timestamps from the first packet to the end of the last one, seconds.
  public var timestampSeconds = 0.0
  /// Length of the audio held by the received packets, seconds.
  public var audioSeconds = 0.0
  /// Jumps of the timestamp that the sequence numbers do not explain.
  public var timestampJumps = 0
  /// Times the jitter buffer had to move its playout.
  public var adjustments = 0
  /// How often consecutive packets came that many milliseconds apart: pairs of gap in ms (rounded down) and
  /// count.
  public var gaps: [[Int]] = []
  /// How often that many packets in a row were lost: pairs of length and count.
  public var lossBursts: [[Int]] = []

  /// A stream of `ssrc` with nothing counted yet.
  public init(ssrc: UInt32, payloadType: Int) {
    self.ssrc = ssrc
    self.payloadType = payloadType
  }
}
