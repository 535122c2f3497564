/// What a stream's timestamps say about the audio it should hold, against the audio that came.
///
/// A sender that drops audio while its sequence numbers stay continuous is invisible to loss counts; here it
/// shows as an unexplained jump.
public struct StreamTimeline: Sendable {
  /// What a packet holds, as far as the timeline cares.
  enum Content: Hashable, Sendable {
    /// So much of it, in ticks of the RTP clock.
    case audio(ticks: Int)
    case comfortNoise, telephoneEvent

    var ticks: Int { if case .audio(let ticks) = self { ticks } else { 0 } }
    var isAudio: Bool { if case .audio = self { true } else { false } }
  }

  /// Ticks of the RTP clock from the first packet's first sample to just after the newest packet's last one,
  /// by the timestamps; over all segments when the sender restarted. Pauses and jumps are in it.
  public var span: Int { spanBefore + Int(newest + Int64(newestContent.ticks)) }
  /// Audio received, in ticks of the RTP clock, which for G.711 are samples; comfort noise and telephone
  /// events hold none.
  public private(set) var audioSamples = 0
  /// How often consecutive audio packets did not join, and neither comfort noise nor an event nor the start
  /// of a talkspurt (marker, timestamp forward) explains it.
  public private(set) var unexplainedJumps = 0
  /// The sum of those jumps in ticks; positive where audio was left out, negative where timestamps went
  /// back.
  public private(set) var unexplainedSamples = 0

  private var spanBefore = 0
  private var newest: Int64 = 0
  private var newestTimestamp: UInt32 = 0
  private var newestContent = Content.audio(ticks: 0)

  /// The first packet of the stream, or of a segment after a restart.
  mutating func begin(with header: PacketHeader, _ content: Content) {
    spanBefore = span
    newest = 0
    settle(header, content)
  }

  /// A packet newer than all others, by `step` sequence numbers.
  mutating func advance(to header: PacketHeader, _ content: Content, by step: Int) {
    if step == 1, content.isAudio, newestContent.isAudio {
      let end = newestTimestamp &+ UInt32(truncatingIfNeeded: newestContent.ticks)
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
  mutating func fill(with content: Content) { audioSamples += content.ticks }

  private mutating func settle(_ header: PacketHeader, _ content: Content) {
    newestTimestamp = header.timestamp
    newestContent = content
    audioSamples += content.ticks
  }
}
