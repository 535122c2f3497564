/// What became of everything handed to an `OrtpPlayout`; counts since it was made.
public struct PlayoutStatistics: Hashable, Sendable {
  /// Datagrams handed in.
  public var received = 0
  /// Datagrams that were no RTP, were empty, or were too long.
  public var malformed = 0
  /// Packets of a payload type that the call did not agree on.
  public var unexpectedPayloadType = 0
  /// Packets dropped because their time to be played was over.
  public var late = 0
  /// Packets dropped because they came from another source or time line that was not (yet) accepted.
  public var foreign = 0
  /// Packets dropped because the same one was there already.
  public var duplicates = 0
  /// Packets dropped because the buffer was full.
  public var overflowed = 0
  /// Frames of 20 ms given out, at least partly of audio.
  public var framesPlayed = 0
  /// Frames that were missing between frames that were there, up to five in a row; more count as a pause.
  public var framesLost = 0
  /// Samples filled with silence inside the frames played.
  public var samplesConcealed = 0
  /// Frames inserted (as `.lost`) because the buffer had less delay than it should: a slow sender, or more
  /// jitter.
  public var framesInserted = 0
  /// Frames left out because the buffer had more delay than it should: a fast sender, or less jitter.
  public var framesSkipped = 0
  /// How often the playout began anew because of another source or a jump in time.
  public var resynchronisations = 0

  /// Starts at zero.
  public init() {}
}
