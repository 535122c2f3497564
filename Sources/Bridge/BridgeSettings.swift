public import PhoneLeg
public import SansIO

/// What a bridge is told at its start.
public struct BridgeSettings: Sendable {
  /// Trunks and dispatch rules.
  public var dispatch: DispatchTable
  /// Silence that ends a call, unless its trunk says otherwise; `nil` never.
  public var silenceTimeout: Interval?
  /// Time without any packet from a caller that ends its call.
  public var mediaTimeout: Interval
  /// More calls are refused with 503.
  public var maximumCalls: Int
  /// Nominal depth of the callers' jitter buffers.
  public var jitterBuffer: Interval
  /// Ports for the callers' audio.
  public var ports: PortRange
  /// Address that callers are told to send their audio to.
  public var mediaAddress: IPAddress

  /// Port that participants' media leaves from.
  public var roomPort: UInt16
  /// Where participants are told to send their media: the ICE candidates.
  public var roomAddresses: [TransportAddress]
  /// Wall-clock time of the clock's zero, milliseconds since 1970: what participants are told of times.
  public var epoch: Int64
  /// When a room is over.
  public var roomEnds: RoomEnd
  /// More participants, over all rooms, are refused.
  public var maximumParticipants: Int
  /// Time from joining in which a participant's transport must come up.
  public var joinLimit: Interval

  /// Settings with the product's defaults: 10 s of silence, 30 s without media, 20 ms of jitter buffer.
  public init(
    dispatch: DispatchTable = .loopback, silenceTimeout: Interval? = .seconds(10),
    mediaTimeout: Interval = .seconds(30), maximumCalls: Int = 2000,
    jitterBuffer: Interval = .milliseconds(20),
    ports: PortRange = PortRange(20000...24999), mediaAddress: IPAddress = .loopback, roomPort: UInt16 = 7882,
    roomAddresses: [TransportAddress] = [TransportAddress(.loopback, 7882)], roomEnds: RoomEnd = .withCall,
    maximumParticipants: Int = 2000, joinLimit: Interval = .seconds(30), epoch: Int64 = 0
  ) {
    self.dispatch = dispatch
    self.silenceTimeout = silenceTimeout
    self.mediaTimeout = mediaTimeout
    self.maximumCalls = maximumCalls
    self.jitterBuffer = jitterBuffer
    self.ports = ports
    self.mediaAddress = mediaAddress
    self.roomPort = roomPort
    self.roomAddresses = roomAddresses
    self.roomEnds = roomEnds
    self.maximumParticipants = maximumParticipants
    self.joinLimit = joinLimit
    self.epoch = epoch
  }
}
