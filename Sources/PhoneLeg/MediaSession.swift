public import Audio
public import RTP
public import SDP
public import SansIO

/// The media of one phone leg, in either program: what was negotiated, where the peer really is, the stream sent and
/// the streams received, and their RTCP. It owns no jitter buffer: the bridge's and the simulator's differ on purpose.
public struct MediaSession: Sendable {
  /// What a datagram on the RTP port was.
  public enum Received: Sendable {
    /// Audio, and its companding law.
    case audio(PacketHeader, G711.Law, Arrival)
    /// A comfort noise packet (RFC 3389): the peer is silent.
    case comfortNoise(PacketHeader, Arrival)
    /// Part of a telephone event (RFC 4733).
    case event(PacketHeader, TelephoneEvent, Arrival)
    /// Not RTP of this call: too short, another version, a payload type nobody agreed on, a stranger's address.
    case ignored
  }

  /// Silence of the source we answer to after which another source may take its place (symmetric RTP).
  public static var relatchAfter: Interval { .seconds(2) }

  /// The result of offer and answer.
  public private(set) var audio: NegotiatedAudio
  /// The stream sent.
  public private(set) var sender: StreamSender
  /// The streams received.
  public private(set) var streams: ReceivedStreams
  /// Datagrams on the RTP port that were ignored.
  public private(set) var ignored = 0
  /// Latest round trip by RTCP (RFC 3550 §6.4.1).
  public private(set) var roundTrip: Interval?

  private var remoteRTP: TransportAddress
  private var remoteRTCP: TransportAddress?
  private var source: TransportAddress?
  private var lastFromSource = Instant.zero
  private var reports: ReportSession
  /// Whether the last packet was audio: the first one after a pause carries the marker (RFC 3551 §4.1).
  private var talking = false
  /// Timestamp at which the running telephone event began.
  private var eventStart: UInt32 = 0
  private var packet: [UInt8] = []
  private var pending: [UInt8] = []

  /// Starts the media agreed in `audio`.
  /// - Parameter cname: canonical name in RTCP, unique to the program's run.
  public init(audio: NegotiatedAudio, cname: String, generator: inout SeededGenerator, at now: Instant) {
    self.audio = audio
    streams = ReceivedStreams(telephoneEventPayloadType: audio.receivePayloadTypes.telephoneEvent)
    sender = StreamSender(using: &generator)
    remoteRTP = audio.remoteRTP
    remoteRTCP = audio.remoteRTCP
    reports = ReportSession(cname: cname, generator: generator.branch(1), at: now)
  }

  /// Takes over the result of a later offer and answer: hold, another address, another packet length.
  public mutating func renegotiate(_ audio: NegotiatedAudio) {
    self.audio = audio
    remoteRTP = audio.remoteRTP
    remoteRTCP = audio.remoteRTCP
    source = nil
  }

  /// Companding law of the audio to send.
  public var sendLaw: G711.Law { MediaSession.law(audio.codec) }

  private static func law(_ codec: AudioCodec) -> G711.Law { codec == .pcma ? .a : .mu }

  /// Takes in one datagram of the RTP port.
  public mutating func receiveRTP(
    _ datagram: Span<UInt8>, from remote: TransportAddress, at now: Instant
  ) -> Received {
    guard let header = try? PacketHeader(parsing: datagram), let content = content(of: header, in: datagram),
      accepts(remote, at: now), let arrival = streams.receive(header, at: now)
    else {
      ignored += 1
      return .ignored
    }
    switch content {
    case .audio(let law): return .audio(header, law, arrival)
    case .comfortNoise: return .comfortNoise(header, arrival)
    case .event(let event): return .event(header, event, arrival)
    }
  }

  private enum Content {
    case audio(G711.Law)
    case comfortNoise
    case event(TelephoneEvent)
  }

  /// What a packet holds by its payload type; `nil` for one that nobody agreed on.
  private func content(of header: PacketHeader, in datagram: Span<UInt8>) -> Content? {
    let types = audio.receivePayloadTypes
    if let codec = types.codec(of: header.payloadType) { return .audio(MediaSession.law(codec)) }
    if header.payloadType == types.telephoneEvent {
      return TelephoneEvent(parsing: datagram.extracting(header.payload)).map { .event($0) }
    }
    // 13 is static (RFC 3551 §6): peers send it without having agreed on it.
    return header.payloadType == types.comfortNoise ?? 13 ? .comfortNoise : nil
  }

  /// Symmetric RTP: the first sender of RTP is the one we answer to; it is replaced once it has fallen silent, and at once
  /// by the address that the peer itself named.
  private mutating func accepts(_ remote: TransportAddress, at now: Instant) -> Bool {
    if source != remote {
      guard source == nil || remote == audio.remoteRTP || now - lastFromSource > MediaSession.relatchAfter
      else { return false }
      source = remote
      if remote == audio.remoteRTP {
        (remoteRTP, remoteRTCP) = (remote, audio.remoteRTCP)
      } else if remote != remoteRTP {
        (remoteRTP, remoteRTCP) = (remote, TransportAddress(remote.ip, remote.port &+ 1))
      }
    }
    lastFromSource = now
    return true
  }

  /// Takes in one datagram of the RTCP port.
  public mutating func receiveRTCP(_ datagram: Span<UInt8>, at now: Instant) {
    if let measured = reports.receive(datagram, ssrc: sender.ssrc, streams: &streams, at: now) {
      roundTrip = measured
    }
  }

  /// Encodes 20 ms of sound, 160 samples, to the law to send and sends it as `sendFrame` does.
  /// - Returns: the instant just before the packet left; `nil` when none left.
  public mutating func sendFrame(
    encoding samples: Span<Int16>, using memory: inout PacketMemory, from port: UInt16,
    into sink: inout some MediaSink
  ) -> Instant? {
    memory.payload.removeAll(keepingCapacity: true)
    G711.append(encoding: samples, sendLaw, to: &memory.payload)
    // Another reference, no copy: a span of the memory would forbid writing the packet into it.
    let payload = memory.payload
    return sendFrame(payload.span, in: &memory.packet, from: port, into: &sink)
  }

  /// Sends 20 ms of audio: 160 G.711 octets. A peer that asked for longer packets gets them once they are full.
  /// - Returns: the instant just before the packet left; `nil` when none left.
  public mutating func sendFrame(
    _ payload: Span<UInt8>, from port: UInt16, into sink: inout some MediaSink
  ) -> Instant? {
    var packet: [UInt8] = []
    swap(&packet, &self.packet)
    defer { swap(&packet, &self.packet) }
    return sendFrame(payload, in: &packet, from: port, into: &sink)
  }

  private mutating func sendFrame(
    _ payload: Span<UInt8>, in packet: inout [UInt8], from port: UInt16, into sink: inout some MediaSink
  ) -> Instant? {
    let octets = audio.packetTime * 8
    guard octets != 160 || !pending.isEmpty else {
      return sendAudio(payload, in: &packet, from: port, into: &sink)
    }
    for index in payload.indices { pending.append(payload[index]) }
    var sent: Instant?
    while pending.count >= octets {
      // A copy, only for peers that do not take 20 ms.
      let whole = Array(pending.prefix(octets))
      pending.removeFirst(octets)
      sent = sendAudio(whole.span, in: &packet, from: port, into: &sink)
    }
    return sent
  }

  /// Sends one comfort noise packet (RFC 3389) at a noise level in −dBov; 20 ms of media time pass.
  public mutating func sendComfortNoise(
    level: UInt8, from port: UInt16, into sink: inout some MediaSink
  ) -> Instant? {
    pause()
    let payload = [level]
    let type = audio.sendComfortNoisePayloadType ?? 13
    sender.write(payload: payload.span, payloadType: type, marker: false, samples: 160, into: &packet)
    return sink.send(packet, kind: .rtp, from: port, to: remoteRTP)
  }

  /// Sends one telephone-event packet, stamped with the event's start; 20 ms of media time pass.
  /// - Parameter start: whether it is the event's first packet.
  /// - Returns: the instant just before it left; `nil` when it did not, as when the peer takes no events.
  public mutating func sendEvent(
    _ event: TelephoneEvent, start: Bool, from port: UInt16, into sink: inout some MediaSink
  ) -> Instant? {
    pause()
    if start { eventStart = sender.timestamp }
    defer { sender.skip(samples: 160) }
    guard let type = audio.sendTelephoneEventPayloadType else { return nil }
    sender.write(event: event, start: eventStart, marker: start, payloadType: type, into: &packet)
    return sink.send(packet, kind: .rtp, from: port, to: remoteRTP)
  }

  /// Lets 20 ms of media time pass without a packet.
  public mutating func skipFrame() {
    pause()
    sender.skip(samples: 160)
  }

  /// Ends a talkspurt. What did not fill a packet is left out, so that the timestamps stay true.
  private mutating func pause() {
    talking = false
    sender.skip(samples: UInt32(pending.count))
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func sendAudio(
    _ payload: Span<UInt8>, in packet: inout [UInt8], from port: UInt16, into sink: inout some MediaSink
  ) -> Instant? {
    sender.write(
      payload: payload, payloadType: audio.sendPayloadType, marker: !talking, samples: UInt32(payload.count),
      into: &packet)
    talking = true
    return sink.send(packet, kind: .rtp, from: port, to: remoteRTP)
  }

  /// When the next RTCP report is due.
  public var nextDeadline: Instant { reports.nextDeadline }

  /// Sends the RTCP report that is due, if one is.
  public mutating func sendReport(at now: Instant, from port: UInt16, into sink: inout some MediaSink) {
    guard reports.write(sender: sender, streams: &streams, at: now, into: &packet), let remoteRTCP else {
      return
    }
    _ = sink.send(packet, kind: .rtcp, from: port, to: remoteRTCP)
  }
}
