/// What a stream's timestamps say about the audio it should hold, against the audio that came.
///
/// A sender that drops audio while its sequence numbers stay continuous is invisible to loss counts; here it
/// shows as an unexplained jump.
public struct StreamTimeline: Sendable {
  /// What a packet holds, as far as the timeline cares.
  enum Content: Sendable { case audio, comfortNoise, telephoneEvent }

  /// Samples from the first packet's first sample to just after the newest packet's last one, by the
  /// timestamps; over all segments when the sender restarted. Pauses and jumps are in it.
  public var span: Int { spanBefore + Int(newest + Int64(newestSamples)) }
  /// Samples of audio received, one per payload byte (G.711); comfort noise and telephone events hold none.
  public private(set) var audioSamples = 0
  /// How often consecutive audio packets did not join, and neither comfort noise nor an event nor the start
  /// of a talkspurt (marker, timestamp forward) explains it.
  public private(set) var unexplainedJumps = 0
  /// The sum of those jumps in samples; positive where audio was left out, negative where timestamps went
  /// back.
  public private(set) var unexplainedSamples = 0

  private var spanBefore = 0
  private var newest: Int64 = 0
  private var newestTimestamp: UInt32 = 0
  private var newestSamples = 0
  private var newestContent = Content.audio

  /// The first packet of the stream, or of a segment after a restart.
  mutating func begin(with header: PacketHeader, _ content: Content) {
    spanBefore = span
    newest = 0
    settle(header, content)
  }

  /// A packet newer than all others, by `step` sequence numbers.
  mutating func advance(to header: PacketHeader, _ content: Content, by step: Int) {
    if step == 1, content == .audio, newestContent == .audio {
      let end = newestTimestamp &+ UInt32(truncatingIfNeeded: newestSamples)
      let jump = Int(Int32(bitPattern: header.timestamp &- end))
      if jump < 0 || (jump > 0 && !header.marker) {
        unexplainedJumps += 1
        unexplainedSamples += jump
      }
    }
    newest += Int64(Int32(bitPattern: header.timestamp &- newestTimestamp))
    settle(header, content)
  }

  /// A packet older than the newest.
  mutating func fill(with header: PacketHeader, _ content: Content) {
    if content == .audio { audioSamples += header.payload.count }
  }

  private mutating func settle(_ header: PacketHeader, _ content: Content) {
    newestTimestamp = header.timestamp
    newestSamples = content == .audio ? header.payload.count : 0
    newestContent = content
    audioSamples += newestSamples
  }
}
