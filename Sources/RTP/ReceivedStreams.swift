public import SansIO

/// The RTP streams received on one path, by source, in the order in which they appeared.
///
/// A finished stream is kept, for a call is judged as a whole. At most `capacity` sources are followed;
/// packets of further ones are only counted, so that a flood of invented sources costs nothing.
public struct ReceivedStreams: Sendable {
  /// How many sources are followed.
  public static var capacity: Int { 8 }

  /// The statistics of each source.
  public private(set) var streams: [ReceiverStatistics] = []
  /// Packets of sources beyond `capacity`.
  public private(set) var refusedPackets = 0

  private var currentIndex: Int?
  private let telephoneEventPayloadType: UInt8?

  /// No streams yet.
  ///
  /// - Parameter telephoneEventPayloadType: the payload type signalled for RFC 4733 events.
  public init(telephoneEventPayloadType: UInt8? = nil) {
    self.telephoneEventPayloadType = telephoneEventPayloadType
    streams.reserveCapacity(2)
  }

  /// The stream that received last.
  public var current: ReceiverStatistics? { currentIndex.map { streams[$0] } }

  /// Takes in one packet; `nil` when its source is one too many.
  public mutating func receive(_ header: PacketHeader, at now: Instant) -> Arrival? {
    if let currentIndex, streams[currentIndex].ssrc == header.ssrc {
      return streams[currentIndex].receive(header, at: now)
    }
    guard let index = index(of: header.ssrc) else {
      refusedPackets += 1
      return nil
    }
    currentIndex = index
    return streams[index].receive(header, at: now)
  }

  /// Lets `body` change the stream of `ssrc` (reports need that); `nil` when there is none.
  public mutating func withStream<Result>(
    of ssrc: UInt32, _ body: (inout ReceiverStatistics) -> Result
  ) -> Result? {
    guard let index = streams.firstIndex(where: { $0.ssrc == ssrc }) else { return nil }
    return body(&streams[index])
  }

  private mutating func index(of ssrc: UInt32) -> Int? {
    if let index = streams.firstIndex(where: { $0.ssrc == ssrc }) { return index }
    guard streams.count < Self.capacity else { return nil }
    streams.append(ReceiverStatistics(telephoneEventPayloadType: telephoneEventPayloadType))
    return streams.count - 1
  }
}
