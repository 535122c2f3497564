public import SansIO

/// What a sender reports about its own stream (RFC 3550 §6.4.1).
public struct SenderReport: Hashable, Sendable {
  /// The sender's source.
  public var ssrc: UInt32
  /// When the report was made.
  public var time: NTPTimestamp
  /// The same moment in the stream's RTP clock.
  public var timestamp: UInt32
  /// Packets sent since the beginning.
  public var packets: UInt32
  /// Payload bytes sent since the beginning.
  public var octets: UInt32

  /// Makes a report.
  public init(ssrc: UInt32, time: NTPTimestamp, timestamp: UInt32, packets: UInt32, octets: UInt32) {
    self.ssrc = ssrc
    self.time = time
    self.timestamp = timestamp
    self.packets = packets
    self.octets = octets
  }

  /// The report of `stream` made at `now`, when the stream's next sample is due.
  public init(of stream: StreamSender, at now: Instant) {
    self.init(
      ssrc: stream.ssrc, time: NTPTimestamp(now), timestamp: stream.timestamp, packets: stream.packets,
      octets: stream.octets)
  }

  /// The report of a forwarded stream made at `now`; its timestamp is the newest packet's, moved on by the time
  /// that has passed since.
  public init(of stream: StreamForwarder, at now: Instant) {
    self.init(
      ssrc: stream.ssrc, time: NTPTimestamp(now), timestamp: stream.timestamp(at: now),
      packets: stream.packets, octets: stream.octets)
  }

  /// Parses the 24 bytes after the packet's common header.
  init?(_ reader: inout ByteReader) {
    guard let ssrc = reader.readUInt32(), let time = reader.readUInt64(), let timestamp = reader.readUInt32(),
      let packets = reader.readUInt32(), let octets = reader.readUInt32()
    else { return nil }
    self.init(
      ssrc: ssrc, time: NTPTimestamp(rawValue: time), timestamp: timestamp, packets: packets, octets: octets)
  }

  /// Appends the 24 bytes.
  func append(to datagram: inout [UInt8]) {
    datagram.appendBigEndian(ssrc)
    datagram.appendBigEndian(time.rawValue)
    datagram.appendBigEndian(timestamp)
    datagram.appendBigEndian(packets)
    datagram.appendBigEndian(octets)
  }
}
