/// Protects the RTP and RTCP that one end sends (RFC 3711, RFC 7714).
///
/// A call allocates nothing when the packet has room for `SRTPProfile.overhead` bytes more, and 4 more for
/// RTCP. Up to 1,024 sources are served; a source's numbers go on for as long as the sender lives, for a
/// number used twice would give the key stream away.
public final class SRTPSender {
  /// How many packets were refused: malformed, a number used before, or one source too many.
  public private(set) var refused = 0

  private let rtp: PacketTransform
  private let rtcp: PacketTransform
  private var sources = SourceTable<PacketIndex>()
  private var controlSources = SourceTable<UInt32>()

  /// Derives the session keys from `master`, whose sizes must be those of `profile`.
  public init(profile: SRTPProfile, master: SRTPMasterKey) {
    rtp = PacketTransform(
      profile: profile, keys: SessionKeys(profile: profile, master: master, stream: .rtp))
    rtcp = PacketTransform(
      profile: profile, keys: SessionKeys(profile: profile, master: master, stream: .rtcp))
  }

  /// Encrypts a whole RTP packet in place, but for its header, and appends the tag.
  ///
  /// False, and the packet untouched, when it is no RTP packet, when its number was used before or is more
  /// than 127 behind the highest of its source, or when it is of one source too many.
  public func protect(_ packet: inout [UInt8]) -> Bool {
    guard let extent = RTPExtent(packet.span, trailer: 0),
      let index = index(for: extent.sequenceNumber, of: extent.source)
    else {
      refused += 1
      return false
    }
    rtp.protect(&packet, header: extent.header, source: extent.source, index: index)
    return true
  }

  /// Encrypts a whole, possibly compound, RTCP packet in place, but for its first 8 bytes, and appends index
  /// and tag.
  ///
  /// False, and the packet untouched, when it is no RTCP packet or of one source too many.
  public func protectControl(_ packet: inout [UInt8]) -> Bool {
    guard packet.count >= PacketTransform.controlHeaderSize, packet[0] >> 6 == 2,
      let index = controlIndex(of: packet.span.bigEndian32(at: 4))
    else {
      refused += 1
      return false
    }
    rtcp.protectControl(&packet, source: packet.span.bigEndian32(at: 4), index: index)
    return true
  }

  /// The index of a packet to be sent, noted as used; `nil` when there is none for it.
  private func index(for sequenceNumber: UInt16, of source: UInt32) -> UInt64? {
    guard let place = sources.place(of: source) else {
      guard !sources.isFull else { return nil }
      sources.insert(PacketIndex(first: UInt64(sequenceNumber)), for: source)
      return UInt64(sequenceNumber)
    }
    guard let index = sources[place].estimate(sequenceNumber), sources[place].isFresh(index) else {
      return nil
    }
    sources[place].use(index)
    return index
  }

  /// The first packet has the index 1, as libsrtp's has; 2^31 is the end.
  private func controlIndex(of source: UInt32) -> UInt32? {
    guard let place = controlSources.place(of: source) else {
      guard !controlSources.isFull else { return nil }
      controlSources.insert(1, for: source)
      return 1
    }
    guard controlSources[place] < PacketTransform.encryptedFlag - 1 else { return nil }
    controlSources[place] += 1
    return controlSources[place]
  }
}
