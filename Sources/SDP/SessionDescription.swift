/// An SDP description (RFC 8866) as far as a telephone call needs it.
///
/// Lines without meaning for a call (`i= u= e= p= b= r= z= k=` and unknown letters) are passed over; every
/// attribute is kept, known or not. The text is bounded, see `maximumLength` and its neighbours.
public struct SessionDescription: Hashable, Sendable {
  /// The longest text that is parsed, in bytes.
  public static let maximumLength = 65_536
  /// The most `m=` lines that are parsed.
  public static let maximumMediaCount = 64
  /// The most formats on one `m=` line that are parsed.
  public static let maximumFormatCount = 128

  /// The `o=` line.
  public var origin: Origin
  /// The `s=` line; `-` for none.
  public var name: String
  /// The session-level `c=` line.
  public var connection: ConnectionAddress?
  /// The session-level `a=` lines in their order.
  public var attributes: [Attribute]
  /// The `m=` lines in their order; their count never falls during a call (RFC 3264 §8).
  public var media: [MediaDescription]

  /// Makes a description.
  public init(
    origin: Origin, name: String = "-", connection: ConnectionAddress? = nil, attributes: [Attribute] = [],
    media: [MediaDescription] = []
  ) {
    self.origin = origin
    self.name = name
    self.connection = connection
    self.attributes = attributes
    self.media = media
  }

  /// Where the media of `description` goes: its own `c=` line or the session's.
  func connection(of description: MediaDescription) -> ConnectionAddress? {
    description.connection ?? connection
  }

  /// The direction of `description`: its own, the session's, or `sendrecv` (RFC 8866 §6.7).
  func direction(of description: MediaDescription) -> MediaDirection {
    description.attributes.direction ?? attributes.direction ?? .sendrecv
  }
}

extension SessionDescription: CustomStringConvertible {
  /// The text of the description, lines ended by CRLF.
  public var description: String {
    var lines = ["v=0", "o=\(origin)", "s=\(name)"]
    if let connection { lines.append("c=\(connection)") }
    lines.append("t=0 0")
    lines += attributes.map { "a=\($0)" }
    for item in media {
      lines.append("m=\(item.kind) \(item.port) \(item.transport) \(item.formats.joined(separator: " "))")
      if let connection = item.connection { lines.append("c=\(connection)") }
      lines += item.attributes.map { "a=\($0)" }
    }
    return lines.map { $0 + "\r\n" }.joined()
  }

  /// The bytes of the description, as they go into a message body of type `application/sdp`.
  public var bytes: [UInt8] { Array(description.utf8) }
}
