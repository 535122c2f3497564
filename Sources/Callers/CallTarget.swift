public import SIP
public import SansIO

/// Whom the callers call, resolved to addresses.
public struct CallTarget: Sendable {
  /// Host part of the dialled URIs, as the user wrote it.
  public var host: String
  /// Port part of the dialled URIs.
  public var port: UInt16
  /// Where the INVITEs go.
  public var flow: Flow
  /// Address of the callers' own audio ports, told to the target.
  public var mediaAddress: IPAddress
  /// Host and port in the callers' From URIs.
  public var local: TransportAddress

  /// A target at `flow`.
  public init(host: String, port: UInt16, flow: Flow, mediaAddress: IPAddress, local: TransportAddress) {
    self.host = host
    self.port = port
    self.flow = flow
    self.mediaAddress = mediaAddress
    self.local = local
  }
}
