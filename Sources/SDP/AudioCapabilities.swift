/// What the local side can do with audio and wants to do now.
public struct AudioCapabilities: Hashable, Sendable {
  /// The codecs, most preferred first; never empty. An answer keeps the order of the offer (RFC 3264 §6.1).
  public var codecs: [AudioCodec]
  /// Whether telephone events (RFC 4733) are taken and sent.
  public var telephoneEvents: Bool
  /// Whether comfort noise (RFC 3389) is taken and sent.
  public var comfortNoise: Bool
  /// The packet length in milliseconds that is asked for, and sent when the peer asks for none: 10 to 60 by
  /// tens.
  public var packetTime: Int
  /// What the local side wants: `sendonly` or `inactive` puts the peer on hold.
  public var direction: MediaDirection

  /// Makes capabilities.
  public init(
    codecs: [AudioCodec] = [.pcmu, .pcma], telephoneEvents: Bool = true, comfortNoise: Bool = false,
    packetTime: Int = 20, direction: MediaDirection = .sendrecv
  ) {
    precondition(!codecs.isEmpty, "AudioCapabilities.codecs is empty; a call needs one codec at least")
    precondition(
      AudioCapabilities.packetTimes.contains(packetTime) && packetTime % 10 == 0,
      "AudioCapabilities.packetTime is \(packetTime); it must be 10, 20, 30, 40, 50 or 60 ms")
    self.codecs = codecs
    self.telephoneEvents = telephoneEvents
    self.comfortNoise = comfortNoise
    self.packetTime = packetTime
    self.direction = direction
  }

  /// The packet lengths in milliseconds that are ever sent.
  static let packetTimes = 10...60

  /// The packet length to send to a side that describes itself as `media`: what it asks for if that is one of
  /// ours, no more than it takes (RFC 8866 §6.4 and §6.5: both are wishes, every length is to be understood).
  func packetTime(for media: MediaDescription) -> Int {
    let wish = media.packetTime.flatMap {
      AudioCapabilities.packetTimes.contains($0) && $0 % 10 == 0 ? $0 : nil
    }
    let most =
      media.maximumPacketTime.map { max(10, $0 / 10 * 10) } ?? AudioCapabilities.packetTimes.upperBound
    return min(wish ?? packetTime, most)
  }
}
