public import SansIO

/// What a receiver reports about one source (RFC 3550 §6.4.1).
public struct ReportBlock: Hashable, Sendable {
  /// The source reported on.
  public var ssrc: UInt32
  /// Share of packets lost since the previous report, in 1/256.
  public var fractionLost: UInt8
  /// Packets lost since the beginning, -2^23..<2^23; negative when a peer counts duplicates as received.
  public var cumulativeLost: Int32
  /// The highest sequence number received, with the count of its cycles in the upper 16 bits.
  public var extendedHighestSequence: UInt32
  /// Interarrival jitter in ticks of the RTP clock.
  public var jitter: UInt32
  /// The middle bits of the NTP timestamp in the last sender report of the source, 0 when there was none.
  public var lastSenderReport: UInt32
  /// Time since that report was received, in 1/65536 s, 0 when there was none.
  public var delaySinceLastSenderReport: UInt32

  /// Makes a block; `cumulativeLost` is clamped to 24 bits.
  public init(
    ssrc: UInt32, fractionLost: UInt8, cumulativeLost: Int, extendedHighestSequence: UInt32, jitter: UInt32,
    lastSenderReport: UInt32 = 0, delaySinceLastSenderReport: UInt32 = 0
  ) {
    self.ssrc = ssrc
    self.fractionLost = fractionLost
    self.cumulativeLost = Int32(min(max(cumulativeLost, -0x80_0000), 0x7F_FFFF))
    self.extendedHighestSequence = extendedHighestSequence
    self.jitter = jitter
    self.lastSenderReport = lastSenderReport
    self.delaySinceLastSenderReport = delaySinceLastSenderReport
  }

  /// The round trip to the reporter, from a block about our own source which came at `now`: now − LSR − DLSR,
  /// by the clock that wrote our sender reports.
  ///
  /// `nil` when the reporter has had no sender report, and when the values make no sense: a negative round
  /// trip (beyond the rounding of 1/65536 s, which gives zero) or one of more than 60 s.
  public func roundTrip(at now: Instant) -> Interval? {
    guard lastSenderReport != 0 else { return nil }
    let trip = Int32(
      bitPattern: NTPTimestamp(now).middle &- lastSenderReport &- delaySinceLastSenderReport)
    guard (-2...60 << 16).contains(trip) else { return nil }
    return Interval(nanoseconds: (Int64(max(trip, 0)) * 1_000_000_000) >> 16)
  }

  /// Parses the 24 bytes of a block.
  init?(_ reader: inout ByteReader) {
    guard let ssrc = reader.readUInt32(), let loss = reader.readUInt32(), let highest = reader.readUInt32(),
      let jitter = reader.readUInt32(), let last = reader.readUInt32(), let delay = reader.readUInt32()
    else { return nil }
    self.init(
      ssrc: ssrc, fractionLost: UInt8(loss >> 24), cumulativeLost: Int(Int32(bitPattern: loss << 8) >> 8),
      extendedHighestSequence: highest, jitter: jitter, lastSenderReport: last,
      delaySinceLastSenderReport: delay)
  }

  /// Appends the 24 bytes.
  func append(to datagram: inout [UInt8]) {
    datagram.appendBigEndian(ssrc)
    datagram.appendBigEndian(UInt32(fractionLost) << 24 | UInt32(bitPattern: cumulativeLost) & 0xFF_FFFF)
    datagram.appendBigEndian(extendedHighestSequence)
    datagram.appendBigEndian(jitter)
    datagram.appendBigEndian(lastSenderReport)
    datagram.appendBigEndian(delaySinceLastSenderReport)
  }
}
