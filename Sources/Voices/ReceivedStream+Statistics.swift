package import Measurement
package import RTP
package import SansIO

extension ReceivedStream {
  /// The record of a stream that `statistics` counted.
  /// - Parameters:
  ///   - buffer: the jitter buffer that played it; its counts go with the listener's last stream.
  ///   - clockRate: RTP timestamps of a second; 48000 for Opus.
  package init(
    _ statistics: ReceiverStatistics, payloadType: UInt8, start: Instant, buffer: JitterBuffer?,
    clockRate: Double = 8000
  ) {
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
    timestampSeconds = Double(statistics.timeline.span) / clockRate
    audioSeconds = Double(statistics.timeline.audioSamples) / clockRate
    timestampJumps = statistics.timeline.unexplainedJumps
    gaps = ReceivedStream.pairs(statistics.arrivalGaps)
    lossBursts = ReceivedStream.pairs(statistics.lossBursts)
  }

  /// The non-zero counts with their index.
  private static func pairs(_ counts: [Int]) -> [[Int]] {
    counts.enumerated().filter { $0.element > 0 }.map { [$0.offset, $0.element] }
  }
}
