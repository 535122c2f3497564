public import SansIO

/// What offer and answer agreed on for the audio of a call, as this side has to act on it.
public struct NegotiatedAudio: Hashable, Sendable {
  /// The codec to send.
  public var codec: AudioCodec
  /// The payload type number to send it with.
  public var sendPayloadType: UInt8
  /// What the peer may send and under which numbers; both codecs may be in use at any time.
  public var receivePayloadTypes: AudioPayloadTypes
  /// The payload type to send telephone events with; `nil` when the peer takes none.
  public var sendTelephoneEventPayloadType: UInt8?
  /// The payload type to send comfort noise with; `nil` when the peer takes none.
  public var sendComfortNoisePayloadType: UInt8?
  /// The length of the packets to send, in milliseconds: 10 to 60 by tens.
  public var packetTime: Int
  /// Where to send RTP.
  public var remoteRTP: TransportAddress
  /// Where to send RTCP (`a=rtcp` of RFC 3605, or the RTP port + 1, or the RTP port with `rtcpMux`);
  /// `nil` when the peer has no such port.
  public var remoteRTCP: TransportAddress?
  /// Whether RTP and RTCP share one port on both sides (RFC 5761).
  public var rtcpMux: Bool
  /// What this side may do: send, receive, both or neither.
  public var direction: MediaDirection
  /// Whether the peer takes no media from us for now: `sendonly`, `inactive` or the old way, `c=IN IP4
  /// 0.0.0.0`.
  public var isHeldByPeer: Bool

  /// Whether this side may send audio.
  public var maySend: Bool { direction.sends }
  /// Whether audio is to be expected.
  public var mayReceive: Bool { direction.receives }
}
