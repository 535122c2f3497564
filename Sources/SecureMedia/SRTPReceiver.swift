/// Verifies and decrypts the RTP and RTCP that one end receives (RFC 3711, RFC 7714).
///
/// A source is kept only after its first authentic packet, and at most 1,024 are, so a flood of forged
/// sources costs no memory. The first packet that comes of a source is taken for one before its numbers went
/// round; senders therefore start in the lower half of the numbers (section 3.3.1). A call allocates nothing
/// when `plain` has room for the packet.
public final class SRTPReceiver {
  /// How many packets had each verdict, RTP and RTCP together.
  public private(set) var counters = SRTPReceiverCounters()

  private let rtp: PacketTransform
  private let rtcp: PacketTransform
  private var sources = SourceTable<PacketIndex>()
  private var controlSources = SourceTable<PacketIndex>()

  /// Derives the session keys from `master`, whose sizes must be those of `profile`.
  public init(profile: SRTPProfile, master: SRTPMasterKey) {
    rtp = PacketTransform(
      profile: profile, keys: SessionKeys(profile: profile, master: master, stream: .rtp))
    rtcp = PacketTransform(
      profile: profile, keys: SessionKeys(profile: profile, master: master, stream: .rtcp))
  }

  /// How many sources of RTP are kept.
  public var sourceCount: Int { sources.count }

  /// Verifies a received RTP packet and writes it, decrypted and without its tag, over `plain`.
  ///
  /// `plain` is empty unless the verdict is `.authentic`.
  public func unprotect(_ packet: Span<UInt8>, into plain: inout [UInt8]) -> SRTPVerdict {
    let verdict = judge(packet, into: &plain)
    conclude(verdict, &plain)
    return verdict
  }

  /// Verifies a received RTCP packet and writes it, decrypted and without index and tag, over `plain`.
  ///
  /// `plain` is empty unless the verdict is `.authentic`. A packet that is not encrypted is refused, for both
  /// profiles encrypt.
  public func unprotectControl(_ packet: Span<UInt8>, into plain: inout [UInt8]) -> SRTPVerdict {
    let verdict = judgeControl(packet, into: &plain)
    conclude(verdict, &plain)
    return verdict
  }

  private func conclude(_ verdict: SRTPVerdict, _ plain: inout [UInt8]) {
    counters.count(verdict)
    if verdict != .authentic { plain.removeAll(keepingCapacity: true) }
  }

  private func judge(_ packet: Span<UInt8>, into plain: inout [UInt8]) -> SRTPVerdict {
    guard let extent = RTPExtent(packet, trailer: rtp.tagSize) else { return .malformed }
    let place = sources.place(of: extent.source)
    var index = UInt64(extent.sequenceNumber)
    if let place {
      guard let estimate = sources[place].estimate(extent.sequenceNumber),
        sources[place].isFresh(estimate)
      else { return .replayed }
      index = estimate
    }
    guard
      rtp.unprotect(
        packet, header: extent.header, source: extent.source, index: index, into: &plain)
    else { return .forged }
    return note(index, of: extent.source, at: place, in: &sources)
  }

  private func judgeControl(_ packet: Span<UInt8>, into plain: inout [UInt8]) -> SRTPVerdict {
    guard packet.count >= PacketTransform.controlHeaderSize + rtcp.tagSize + 4, packet[0] >> 6 == 2 else {
      return .malformed
    }
    let word = packet.bigEndian32(at: rtcp.controlWordOffset(in: packet.count))
    guard word & PacketTransform.encryptedFlag != 0 else { return .malformed }
    let index = word & ~PacketTransform.encryptedFlag
    let source = packet.bigEndian32(at: 4)
    let place = controlSources.place(of: source)
    if let place, !controlSources[place].isFresh(UInt64(index)) { return .replayed }
    guard rtcp.unprotectControl(packet, source: source, index: index, into: &plain) else { return .forged }
    return note(UInt64(index), of: source, at: place, in: &controlSources)
  }

  /// Notes an authentic packet.
  private func note(
    _ index: UInt64, of source: UInt32, at place: Int?, in table: inout SourceTable<PacketIndex>
  ) -> SRTPVerdict {
    if let place {
      table[place].use(index)
    } else {
      guard !table.isFull else { return .tooManySources }
      table.insert(PacketIndex(first: index), for: source)
    }
    return .authentic
  }
}
