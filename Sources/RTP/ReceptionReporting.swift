public import SansIO

/// What a receiver remembers between two reception reports about one source (RFC 3550 A.3, §6.4.1).
struct ReceptionReporting: Sendable {
  private var expected = 0
  private var received = 0
  private var senderReport: (middle: UInt32, arrival: Instant)?

  /// Takes in a report of the source itself.
  mutating func receive(_ report: SenderReport, at now: Instant) {
    senderReport = (report.time.middle, now)
  }

  /// The share lost since the last call, in 1/256; 0 when late packets filled more gaps than new ones opened.
  mutating func fractionLost(expected: Int, received: Int) -> UInt8 {
    defer { (self.expected, self.received) = (expected, received) }
    let interval = expected - self.expected
    let lost = interval - (received - self.received)
    return interval > 0 && lost > 0 ? UInt8(min(lost * 256 / interval, 255)) : 0
  }

  /// LSR and DLSR, both 0 before the first sender report.
  func lastSenderReport(at now: Instant) -> (middle: UInt32, delay: UInt32) {
    guard let senderReport else { return (0, 0) }
    let delay = max(0, (now - senderReport.arrival).nanoseconds)
    let (seconds, rest) = delay.quotientAndRemainder(dividingBy: 1_000_000_000)
    return (senderReport.middle, UInt32(clamping: seconds << 16 + (rest << 16) / 1_000_000_000))
  }
}

extension ReceiverStatistics {
  /// Takes in a sender report of this stream, received at `now`.
  public mutating func receive(_ report: SenderReport, at now: Instant) { reporting.receive(report, at: now) }

  /// The report block about this stream, sent at `now`; the next one's fraction lost counts from here.
  public mutating func makeReportBlock(at now: Instant) -> ReportBlock {
    let last = reporting.lastSenderReport(at: now)
    return ReportBlock(
      ssrc: ssrc, fractionLost: reporting.fractionLost(expected: expected, received: received),
      cumulativeLost: lost, extendedHighestSequence: extendedHighestSequence, jitter: jitter.ticks,
      lastSenderReport: last.middle, delaySinceLastSenderReport: last.delay)
  }
}
