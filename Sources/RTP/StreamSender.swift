public import SansIO

/// The sending side of one RTP stream: numbers, stamps and counts its packets (RFC 3550 §5.1, §6.4.1).
///
/// The caller owns the datagram buffer and reuses it; with capacity for the packet nothing is allocated.
public struct StreamSender: Sendable {
  /// The stream's synchronisation source.
  public let ssrc: UInt32
  /// The sequence number of the next packet.
  public private(set) var sequenceNumber: UInt16
  /// The timestamp of the next packet's first sample.
  public private(set) var timestamp: UInt32
  /// Packets written so far, modulo 2^32 as a sender report wants them.
  public private(set) var packets: UInt32 = 0
  /// Payload bytes written so far, without headers, modulo 2^32.
  public private(set) var octets: UInt32 = 0

  /// A stream whose source, first sequence number and first timestamp are drawn from `generator` (§5.1).
  public init(using generator: inout SeededGenerator) {
    self.init(
      ssrc: UInt32(truncatingIfNeeded: generator.next()),
      // In the lower half: under SRTP a receiver that misses the first packets could not tell whether the
      // numbers have gone round (RFC 3711 §3.3.1).
      sequenceNumber: UInt16(truncatingIfNeeded: generator.next()) & 0x7FFF,
      timestamp: UInt32(truncatingIfNeeded: generator.next()))
  }

  /// A stream that starts at given numbers.
  public init(ssrc: UInt32, sequenceNumber: UInt16, timestamp: UInt32) {
    self.ssrc = ssrc
    self.sequenceNumber = sequenceNumber
    self.timestamp = timestamp
  }

  /// Writes the next packet over `datagram` and moves the timestamp on by `samples`.
  ///
  /// - Parameters:
  ///   - payload: the encoded audio; 160 bytes for 20 ms of G.711.
  ///   - payloadType: 0...127.
  ///   - marker: set on the first packet of a talkspurt.
  ///   - samples: how much audio the payload holds, in ticks of the RTP clock.
  public mutating func write(
    payload: Span<UInt8>, payloadType: UInt8, marker: Bool = false, samples: UInt32,
    into datagram: inout [UInt8]
  ) {
    write(
      payload: payload, payloadType: payloadType, marker: marker, samples: samples, extensions: .none,
      into: &datagram)
  }

  /// Writes the next packet with header extensions over `datagram` and moves the timestamp on by `samples`.
  ///
  /// - Parameters:
  ///   - payload: the encoded audio.
  ///   - payloadType: 0...127.
  ///   - marker: set on the first packet of a talkspurt.
  ///   - samples: how much audio the payload holds, in ticks of the RTP clock.
  ///   - extensions: what goes between header and payload.
  public mutating func write(
    payload: Span<UInt8>, payloadType: UInt8, marker: Bool = false, samples: UInt32,
    extensions: borrowing PacketExtensions, into datagram: inout [UInt8]
  ) {
    begin(
      payloadType: payloadType, marker: marker, timestamp: timestamp, payloadBytes: payload.count,
      extensions: extensions, in: &datagram)
    // One copy of memory: appending byte by byte takes ten times as long.
    unsafe payload.withUnsafeBufferPointer { unsafe datagram.append(contentsOf: $0) }
    timestamp &+= samples
  }

  /// Passes over `samples` of audio that are not sent (silence suppression): no packet, no sequence number.
  public mutating func skip(samples: UInt32) { timestamp &+= samples }

  /// Writes a packet of a telephone event, stamped with the event's start while sequence numbers go on rising
  /// (RFC 4733 §2.5.1.2).
  ///
  /// The stream's own timestamp stays: `skip(samples:)` moves it past audio that the event replaces.
  ///
  /// - Parameters:
  ///   - event: state and duration of the event; the packet is marked when it is the event's first.
  ///   - start: the timestamp at which the event began, the same in all its packets.
  public mutating func write(
    event: TelephoneEvent, start: UInt32, marker: Bool, payloadType: UInt8, into datagram: inout [UInt8]
  ) {
    begin(
      payloadType: payloadType, marker: marker, timestamp: start, payloadBytes: 4, extensions: .none,
      in: &datagram)
    event.append(to: &datagram)
  }

  private mutating func begin(
    payloadType: UInt8, marker: Bool, timestamp: UInt32, payloadBytes: Int,
    extensions: borrowing PacketExtensions, in datagram: inout [UInt8]
  ) {
    precondition(payloadType < 128, "an RTP payload type is 0...127")
    datagram.removeAll(keepingCapacity: true)
    PacketHeader(
      marker: marker, payloadType: payloadType, sequenceNumber: sequenceNumber, timestamp: timestamp,
      ssrc: ssrc,
      payloadBytes: payloadBytes
    ).append(to: &datagram, extensions: extensions)
    sequenceNumber &+= 1
    packets &+= 1
    octets &+= UInt32(truncatingIfNeeded: payloadBytes)
  }
}
