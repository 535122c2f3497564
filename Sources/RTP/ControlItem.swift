/// One piece of information out of a compound RTCP packet.
public enum ControlItem: Hashable, Sendable {
  /// A sender's report on its own stream.
  case senderReport(SenderReport)
  /// A receiver's report by `reporter`; its blocks follow.
  case receiverReport(reporter: UInt32)
  /// What `reporter` has received of one source.
  case reportBlock(ReportBlock, reporter: UInt32)
  /// The canonical name of a source; `text` is its place in the datagram, UTF-8.
  case canonicalName(ssrc: UInt32, text: Range<Int>)
  /// A source has left.
  case goodbye(ssrc: UInt32)
  /// A packet of a type that is not read here (application-defined, feedback, extended report).
  case unknown(type: UInt8)
}
