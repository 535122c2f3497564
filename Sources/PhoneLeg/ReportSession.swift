import RTP
import SansIO

/// The RTCP of one phone leg: when to report, what to report, and what the peer's reports say.
struct ReportSession: Sendable {
  private let cname: [UInt8]
  private var schedule: ReportSchedule

  init(cname: String, generator: SeededGenerator, at now: Instant) {
    self.cname = Array(cname.utf8)
    schedule = ReportSchedule(using: generator, at: now)
  }

  var nextDeadline: Instant { schedule.nextDeadline }

  /// Takes in one datagram of the RTCP port.
  /// - Returns: the round trip, when the peer reported on our source.
  func receive(
    _ datagram: Span<UInt8>, ssrc: UInt32, streams: inout ReceivedStreams, at now: Instant
  ) -> Interval? {
    var roundTrip: Interval?
    var reports: [SenderReport] = []
    try? CompoundPacket.parse(datagram) { item in
      switch item {
      case .reportBlock(let block, _) where block.ssrc == ssrc: roundTrip = block.roundTrip(at: now)
      case .senderReport(let report): reports.append(report)
      default: break
      }
    }
    for report in reports { streams.withStream(of: report.ssrc) { $0.receive(report, at: now) } }
    return roundTrip
  }

  /// Writes the report that is due over `datagram`.
  /// - Returns: whether one was due.
  mutating func write(
    sender: StreamSender, streams: inout ReceivedStreams, at now: Instant, into datagram: inout [UInt8]
  ) -> Bool {
    guard schedule.advance(to: now) else { return false }
    let sources = streams.streams.map(\.ssrc)
    let blocks = sources.compactMap { ssrc in streams.withStream(of: ssrc) { $0.makeReportBlock(at: now) } }
    let report = sender.packets > 0 ? SenderReport(of: sender, at: now) : nil
    CompoundPacket.write(
      ssrc: sender.ssrc, report: report, blocks: blocks.span, canonicalName: cname.span, into: &datagram)
    return true
  }
}
