/// What a section of this side sends.
public struct WebSender: Hashable, Sendable {
  /// The ids of stream and track, as the peer's application sees them.
  public var track: WebTrack
  /// The synchronisation source.
  public var ssrc: UInt32
  /// The canonical name, the same in RTCP.
  public var cname: String

  /// Makes a sender.
  public init(track: WebTrack, ssrc: UInt32, cname: String) {
    self.track = track
    self.ssrc = ssrc
    self.cname = cname
  }

  /// The lines about the source (RFC 5576).
  var sourceAttributes: [SessionDescription.Attribute] {
    [.init("ssrc", "\(ssrc) cname:\(cname)"), .init("ssrc", "\(ssrc) msid:\(track.text)")]
  }
}
