/// One `m=` line with all that belongs to it (RFC 8866 §5.14).
public struct MediaDescription: Hashable, Sendable {
  /// `audio`, `video`, `image`, `application` …
  public var kind: String
  /// The port media is received on; 0 says that the stream is refused or not wanted (RFC 3264 §6).
  public var port: UInt16
  /// The transport protocol, as in `RTP/AVP`.
  public var transport: String
  /// The formats as written, most preferred first; for RTP these are payload type numbers.
  public var formats: [String]
  /// The media-level `c=` line, which overrides the session's.
  public var connection: ConnectionAddress?
  /// The media-level `a=` lines in their order.
  public var attributes: [SessionDescription.Attribute]

  /// Makes a media description.
  public init(
    kind: String, port: UInt16, transport: String = "RTP/AVP", formats: [String],
    connection: ConnectionAddress? = nil, attributes: [SessionDescription.Attribute] = []
  ) {
    self.kind = kind
    self.port = port
    self.transport = transport
    self.formats = formats
    self.connection = connection
    self.attributes = attributes
  }

  /// This stream refused: port 0 and the first format, as there must be one and nobody reads it (RFC 3264
  /// §6).
  var refused: MediaDescription {
    MediaDescription(kind: kind, port: 0, transport: transport, formats: Array(formats.prefix(1)))
  }

  /// The packet length in milliseconds the describing side would like to receive (`a=ptime`, RFC 8866 §6.4).
  var packetTime: Int? { attributes.value(of: "ptime").flatMap { Int($0) } }

  /// The longest packet in milliseconds the describing side takes (`a=maxptime`, RFC 8866 §6.5).
  var maximumPacketTime: Int? { attributes.value(of: "maxptime").flatMap { Int($0) } }
}
