import Measurement
import RTP
import SansIO

extension ReceivedStream {
  /// The record of a stream that `statistics` counted.
  /// - Parameter buffer: the jitter buffer that played it; its counts go with the caller's last stream.
  init(_ statistics: ReceiverStatistics, payloadType: UInt8, start: Instant, buffer: JitterBuffer?) {
    self.init(ssrc: statistics.ssrc, payloadType: Int(payloadType))
    packets = statistics.received
    octets = statistics.octets
    expected = statistics.expected
    lost = max(statistics.lost, 0)
    duplicates = statistics.duplicates
    reordered = statistics.reordered
    late = buffer?.latePackets ?? 0
    adjustments = buffer?.adjustments ?? 0
    jitter = statistics.jitter.value.milliseconds
    maximumJitter = statistics.jitter.maximum.milliseconds
    first = statistics.firstArrival.map { ($0 - start).nanoseconds } ?? 0
    last = statistics.lastArrival.map { ($0 - start).nanoseconds } ?? 0
    timestampSeconds = Double(statistics.timeline.span) / 8000
    audioSeconds = Double(statistics.timeline.audioSamples) / 8000
    timestampJumps = statistics.timeline.unexplainedJumps
    gaps = ReceivedStream.pairs(statistics.arrivalGaps)
    lossBursts = ReceivedStream.pairs(statistics.lossBursts)
  }

  /// The non-zero counts with their index.
  private static func pairs(_ counts: [Int]) -> [[Int]] {
    counts.enumerated().filter { $0.element > 0 }.map { [$0.offset, $0.element] }
  }
}
