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
  private let clockRate: Int

  /// No streams yet.
  ///
  /// - Parameters:
  ///   - telephoneEventPayloadType: the payload type signalled for RFC 4733 events.
  ///   - clockRate: ticks per second of the sources' RTP clocks: 8,000 for G.711, 48,000 for Opus.
  public init(telephoneEventPayloadType: UInt8? = nil, clockRate: Int = 8_000) {
    self.telephoneEventPayloadType = telephoneEventPayloadType
    self.clockRate = clockRate
    streams.reserveCapacity(2)
  }

  /// The stream that received last.
  public var current: ReceiverStatistics? { currentIndex.map { streams[$0] } }

  /// Takes in one packet; `nil` when its source is one too many.
  ///
  /// - Parameters:
  ///   - header: its header.
  ///   - ticks: how much audio it holds; see `ReceiverStatistics.receive`.
  ///   - clockRate: the clock of its source, should it be new and differ from the others'.
  ///   - now: when it came.
  public mutating func receive(
    _ header: PacketHeader, ticks: Int? = nil, clockRate: Int? = nil, at now: Instant
  ) -> Arrival? {
    if let currentIndex, streams[currentIndex].ssrc == header.ssrc {
      return streams[currentIndex].receive(header, ticks: ticks, at: now)
    }
    guard let index = index(of: header.ssrc, clockRate: clockRate ?? self.clockRate) else {
      refusedPackets += 1
      return nil
    }
    currentIndex = index
    return streams[index].receive(header, ticks: ticks, at: now)
  }

  /// Lets `body` change the stream of `ssrc` (reports need that); `nil` when there is none.
  public mutating func withStream<Result>(
    of ssrc: UInt32, _ body: (inout ReceiverStatistics) -> Result
  ) -> Result? {
    guard let index = streams.firstIndex(where: { $0.ssrc == ssrc }) else { return nil }
    return body(&streams[index])
  }

  private mutating func index(of ssrc: UInt32, clockRate: Int) -> Int? {
    if let index = streams.firstIndex(where: { $0.ssrc == ssrc }) { return index }
    guard streams.count < Self.capacity else { return nil }
    streams.append(
      ReceiverStatistics(telephoneEventPayloadType: telephoneEventPayloadType, clockRate: clockRate))
    return streams.count - 1
  }
}
