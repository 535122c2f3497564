import Audio
import Opus
import RTP
import SansIO

/// A track that a participant publishes: its stream, and its sound as the callers of the room hear it.
final class PublishedTrack {
  let track: RoomTrack
  /// Id of the track in the client, by which its section is known.
  let cid: String
  /// The section that carries it.
  let mid: String
  /// Payload type of Opus in that section.
  let payloadType: UInt8
  /// Id of the header extension in which it tells its audio level.
  let levelExtension: UInt8?
  /// Its source, as announced or as learned from its first packet.
  var ssrc: UInt32?
  /// What came so far.
  private(set) var streams = ReceivedStreams(clockRate: 48_000)
  /// The 20 ms of the current tick.
  private(set) var frame = [Int16](repeating: 0, count: BridgeCall.frameLength)

  private var playout = FramePlayout(
    AdaptivePacketQueue(mode: .adaptive, clockRate: 48_000), sampleRate: 8000)
  private var voice = OpusVoice()
  private var detector = ActivityDetector()

  init(
    track: RoomTrack, cid: String, mid: String, payloadType: UInt8, levelExtension: UInt8?, ssrc: UInt32?
  ) {
    self.track = track
    self.cid = cid
    self.mid = mid
    self.payloadType = payloadType
    self.levelExtension = levelExtension
    self.ssrc = ssrc
  }

  /// Arrival of the last packet that held activity.
  var lastActivity: Instant? { detector.lastActivity }

  /// Takes in a packet.
  /// - Parameter isHeard: whether callers hear the room, so that the packet has to be decoded.
  /// - Returns: whether it is new.
  func receive(_ header: PacketHeader, payload: Span<UInt8>, isHeard: Bool, at now: Instant) -> Bool {
    let duration = OpusPacket.duration(of: payload)
    let isQuiet = OpusPacket.isDTX(payload)
    guard let arrival = streams.receive(header, ticks: isQuiet ? 0 : duration ?? 0, at: now),
      arrival != .duplicate
    else { return false }
    guard isHeard else { return true }
    if let ticks = duration {
      _ = playout.insert(header, payload: payload, ticks: ticks, isQuiet: isQuiet, at: now)
    } else {
      playout.note(header)
    }
    return true
  }

  /// Lets the statistics make a report block about the stream.
  func reportBlock(at now: Instant) -> ReportBlock? {
    guard let ssrc else { return nil }
    return streams.withStream(of: ssrc) { $0.makeReportBlock(at: now) }
  }

  /// Takes a sender report of the stream.
  func receive(_ report: SenderReport, at now: Instant) {
    streams.withStream(of: report.ssrc) { $0.receive(report, at: now) }
  }

  /// Takes the 20 ms due at `now` into `frame`.
  /// - Returns: whether there is sound in it.
  func pullFrame(at now: Instant) -> Bool {
    switch playout.pull(at: now, into: &frame, decoder: &voice) {
    case .audio(_, let arrival):
      let samples = frame
      _ = detector.receive(samples.span, at: arrival)
      return true
    case .lost: return true
    case .idle: return false
    }
  }
}
