import RTP
import SansIO

/// One participant's hearing of one track: a section of its connection, with a stream of its own.
final class Subscription {
  /// How the track's packets become the subscriber's.
  enum Format: Equatable {
    /// A participant's Opus packets, forwarded.
    case forwarded
    /// A phone's G.711 packets, forwarded: the subscriber takes them.
    case passedThrough
    /// A phone's sound, encoded to Opus by the bridge.
    case transcoded
  }

  let track: RoomTrack
  unowned let subscriber: RoomParticipant
  /// The section it is carried in.
  let mid: String
  let format: Format
  /// The subscriber's payload types.
  let payloadTypes: SlotPayloadTypes
  /// The section's name in each packet, if the subscriber offered that.
  let extensions: PacketExtensions
  /// Id of the header extension that tells the audio level, if the subscriber offered that.
  let levelExtension: UInt8?
  var forwarder: StreamForwarder
  /// The subscriber wants no packets for a while.
  var isPaused = false

  init(
    track: RoomTrack, subscriber: RoomParticipant, mid: String, format: Format,
    payloadTypes: SlotPayloadTypes, extensions: PacketExtensions, levelExtension: UInt8?,
    forwarder: StreamForwarder
  ) {
    self.track = track
    self.subscriber = subscriber
    self.mid = mid
    self.format = format
    self.payloadTypes = payloadTypes
    self.extensions = extensions
    self.levelExtension = levelExtension
    self.forwarder = forwarder
  }
}
