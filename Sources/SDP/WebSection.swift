/// One section of a WebRTC description.
public struct WebSection: Hashable, Sendable {
  /// The section's identification (`a=mid`, RFC 5888), at most 64 bytes; unique, and empty only where a
  /// refused section does not say it.
  public var mid: String
  /// What it is for.
  public var kind: WebMediaKind
  /// Whether its port is 0 and it is not merely `bundle-only`: refused, or no longer in use.
  public var isRejected: Bool
  /// Whether the session's BUNDLE group (RFC 9143) has it.
  public var isBundled: Bool
  /// The direction as the describing side says it; `sendrecv` for data.
  public var direction: MediaDirection
  /// The codecs in their order; none for data.
  public var codecs: [WebCodec]
  /// The numbers of the known header extensions, 1...255.
  public var extensions: [WebExtension: UInt8]
  /// The stream and track sent, when said.
  public var track: WebTrack?
  /// The synchronisation sources announced, in their order, at most 16.
  public var ssrcs: [UInt32]
  /// The canonical name of the first source, when said.
  public var cname: String?
  /// ICE and DTLS as far as they are said in this section or for the session.
  public var transport: WebTransport?
  /// The port of the SCTP association for data (RFC 8841 §5); `nil` when not said.
  public var sctpPort: UInt16?
  /// The largest message that may be sent over a data channel (RFC 8841 §6); `nil` when not said.
  public var maximumMessageSize: Int?
  /// The transport protocol as written, e.g. `UDP/TLS/RTP/SAVPF`.
  var protocolName: String
  /// The first format as written: what a refusal repeats.
  var firstFormat: String

  /// The number of `name` among the header extensions, if it fits the one-byte form.
  public func id(of name: WebExtension) -> UInt8? { extensions[name].flatMap { $0 < 15 ? $0 : nil } }

  /// What this section and `wanted` have in common, in the order of `wanted` and under this section's
  /// numbers; a codec wanted without parameters keeps those of this section.
  public func codecs(like wanted: [WebCodec]) -> [WebCodec] {
    wanted.compactMap { codec in
      guard var common = self.codec(like: codec) else { return nil }
      common.parameters = codec.parameters ?? common.parameters
      return common
    }
  }

  /// The first codec of the same encoding as `wanted`, under the number of this section.
  public func codec(like wanted: WebCodec) -> WebCodec? { codecs.first { $0.isSameEncoding(as: wanted) } }
}
