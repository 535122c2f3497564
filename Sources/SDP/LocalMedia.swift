public import SansIO

/// Where the local side takes media, as the peer is told.
public struct LocalMedia: Hashable, Sendable {
  /// The advertised address for RTP.
  public var rtp: TransportAddress
  /// The advertised port for RTCP on the same host; equal to the RTP port when both share it (RFC 5761).
  public var rtcpPort: UInt16

  /// Makes the local side; without `rtcpPort` RTCP shares the port of RTP.
  public init(rtp: TransportAddress, rtcpPort: UInt16? = nil) {
    self.rtp = rtp
    self.rtcpPort = rtcpPort ?? rtp.port
  }

  /// Whether RTP and RTCP share a port.
  public var sharesPort: Bool { rtcpPort == rtp.port }
}
