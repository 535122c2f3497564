/// Which media stream and track a section carries (`a=msid`, RFC 8830).
public struct WebTrack: Hashable, Sendable {
  /// The stream's id; `-` for none.
  public var stream: String
  /// The track's id; `nil` when not written.
  public var track: String?

  /// Makes an id.
  public init(stream: String, track: String?) {
    self.stream = stream
    self.track = track
  }

  /// The value of `a=msid`.
  var text: String { track.map { "\(stream) \($0)" } ?? stream }
}
