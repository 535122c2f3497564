/// What the received RTP streams of a run show. Records are added one by one.
struct StreamFindings {
  private(set) var expected = 0
  private(set) var packets = 0
  private(set) var lost = 0
  private(set) var duplicates = 0
  private(set) var reordered = 0
  private(set) var late = 0
  /// Interarrival jitter of each stream, nanoseconds.
  private(set) var jitter: [Int64] = []
  /// How often consecutive packets came that many whole milliseconds apart.
  private(set) var gaps: [Int: Int] = [:]
  /// Audio that each stream lacks, nanoseconds.
  private(set) var audioMissing: [Int64] = []

  /// The longest gap that is told apart, milliseconds: a day.
  private static let longestGap = 86_400_000
  /// Counts that a stream can have; sums of them do not overflow.
  private static let plausible = 1...1_000_000_000_000

  /// Adds the streams that a participant received. Their packets come as the other people of the room send
  /// them, so that their pace and their pauses say nothing about the bridge.
  mutating func add(_ record: ParticipantRecord) { count(record.received) }

  private mutating func count(_ received: [ReceivedStream]) {
    for stream in received {
      expected &+= stream.expected
      packets &+= stream.packets
      lost &+= stream.lost
      duplicates &+= stream.duplicates
      reordered &+= stream.reordered
      late &+= stream.late
      if stream.packets > 1 { jitter.append(StreamFindings.nanoseconds(stream.jitter * 1e6)) }
    }
  }

  /// Adds the streams that a caller received; packets are `packetLength` nanoseconds long.
  mutating func add(_ record: CallRecord, packetLength: Int64) {
    count(record.received)
    for stream in record.received {
      // While a caller has the call on hold, its stream may pause.
      guard !record.wasOnHold, stream.packets > 0 else { continue }
      audioMissing.append(StreamFindings.missingAudio(of: stream, packetLength: packetLength))
      for pair in stream.gaps
      where pair.count == 2 && pair[0] >= 0 && StreamFindings.plausible.contains(pair[1]) {
        gaps[min(pair[0], StreamFindings.longestGap), default: 0] &+= pair[1]
      }
    }
  }

  /// The distribution of the gaps, nanoseconds, by the upper edge of each millisecond.
  var pacing: Percentiles {
    Percentiles(upperEdges: gaps.lazy.map { (edge: Int64($0.key + 1) * 1_000_000, count: $0.value) })
  }

  private static func missingAudio(of stream: ReceivedStream, packetLength: Int64) -> Int64 {
    let elapsed = stream.last &- stream.first &+ packetLength
    let held = nanoseconds(stream.audioSeconds * 1e9)
    return max(0, elapsed &- held &- Int64(stream.lost) &* packetLength)
  }

  /// Whole nanoseconds; 0 for what no stream can have.
  private static func nanoseconds(_ value: Double) -> Int64 { Int64(exactly: value.rounded()) ?? 0 }
}
