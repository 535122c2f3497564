import SansIO

/// The audio of a peer's description: the `m=audio` line this side works with and what it says.
struct AudioStream: Sendable {
  /// The place of the line among the `m=` lines.
  let index: Int
  /// The line.
  let media: MediaDescription
  /// What both sides can do, under the peer's numbers.
  let formats: AudioFormats
  /// Where the peer takes RTP; unspecified when it holds us the old way.
  let rtp: TransportAddress
  /// The direction as the peer says it.
  let direction: MediaDirection

  /// Finds the first audio line that fits; throws what is wrong with the first one that does not.
  init(
    in description: SessionDescription, capabilities: AudioCapabilities, local: LocalMedia
  ) throws(NegotiationError) {
    var firstProblem: NegotiationError?
    for (index, media) in description.media.enumerated() where media.kind == "audio" && media.port != 0 {
      do throws(NegotiationError) {
        self = try AudioStream(index, media, in: description, capabilities, local)
        return
      } catch {
        firstProblem = firstProblem ?? error
      }
    }
    throw firstProblem ?? (description.media.contains { $0.kind == "audio" } ? .audioRefused : .noAudio)
  }

  /// Reads the audio line at `index`.
  init(
    _ index: Int, _ media: MediaDescription, in description: SessionDescription,
    _ capabilities: AudioCapabilities,
    _ local: LocalMedia
  ) throws(NegotiationError) {
    guard media.transport == "RTP/AVP" || media.transport == "RTP/AVPF" else {
      throw .unsupportedTransport(media.transport)
    }
    let offered = AudioFormats(media)
    formats = offered.common(with: capabilities)
    guard !formats.codecs.isEmpty else {
      throw .noCommonCodec(offered: offered.names, supported: capabilities.codecs)
    }
    guard let connection = description.connection(of: media) else { throw .noConnection }
    guard case .ip(let ip) = connection else { throw .unresolvedHost("\(connection)") }
    guard ip.family == local.rtp.ip.family else { throw .addressFamilyMismatch("\(connection)") }
    self.index = index
    self.media = media
    rtp = TransportAddress(ip, media.port)
    direction = description.direction(of: media)
  }

  /// The old way to hold, RFC 3264 §8.4: an address that nothing can be sent to.
  var isUnreachable: Bool { rtp.ip.isUnspecified }

  /// Whether the peer shares one port between RTP and RTCP or would like to (RFC 5761 §5.1.1).
  var wantsRTCPMux: Bool { media.attributes.contains("rtcp-mux") }

  /// What this side may do, given what it `wants`.
  func localDirection(_ wants: MediaDirection) -> MediaDirection {
    let allowed = isUnreachable ? MediaDirection(sends: false, receives: direction.sends) : direction.reversed
    return allowed.intersection(wants)
  }

  /// The codec to send: the peer's most preferred of those in common (RFC 3264 §6.1 and §7).
  var codec: AudioCodec { formats.codecs[0] }

  /// Where the peer takes RTCP: `a=rtcp:<port> [IN IP4|IP6 <address>]` (RFC 3605), else the next port.
  func rtcp(mux: Bool) -> TransportAddress? {
    if mux { return rtp }
    let fields = words(media.attributes.value(of: "rtcp") ?? "")
    guard let port = fields.first.flatMap({ number($0) }).flatMap({ UInt16(exactly: $0) }), port != 0 else {
      return rtp.port == .max ? nil : TransportAddress(rtp.ip, rtp.port + 1)
    }
    let ip = fields.count == 4 && fields[1] == "IN" ? IPAddress(fields[3]) : nil
    return TransportAddress(ip?.family == rtp.ip.family ? ip ?? rtp.ip : rtp.ip, port)
  }
}
