public import PhoneLeg
public import SIP
public import SansIO

/// The sockets of a machine with phone legs, and the way from them to the machine. Used on its loop's thread only.
public final class PhoneSockets<Handler: EventLoopHandler, Machine: PhoneMachine> {
  /// The SIP side.
  public let sip: SIPSockets<Handler>
  /// The audio side.
  public let media: MediaSockets<Handler>
  /// Who is told.
  public let machine: Machine

  private let loop: EventLoop<Handler>

  /// Sockets that feed `machine`.
  public init(
    sip: SIPSockets<Handler>, media: MediaSockets<Handler>, machine: Machine, loop: EventLoop<Handler>
  ) {
    self.sip = sip
    self.media = media
    self.machine = machine
    self.loop = loop
  }

  /// A datagram arrived on any of the sockets.
  public func received(
    _ datagram: Span<UInt8>, from source: TransportAddress, on socket: SocketToken, at arrival: Instant
  ) {
    if let place = media.place(of: socket) {
      var sink = media
      machine.receiveMedia(
        datagram, kind: place.kind, port: place.port, from: source, at: arrival, sink: &sink)
    } else if let flow = sip.flow(of: socket, from: source) {
      machine.receiveSIP(datagram, on: flow, at: arrival)
    }
  }

  /// A piece of a stream arrived.
  public func receivedStream(_ bytes: Span<UInt8>, on connection: SocketToken, at arrival: Instant) {
    guard let flow = sip.flow(of: connection) else { return }
    machine.receiveSIP(stream: bytes, on: flow, at: arrival)
  }

  /// A connection ended or never came about.
  public func closed(_ connection: SocketToken, reason: String) {
    guard let flow = sip.closed(connection) else { return }
    machine.flowFailed(flow, reason: "\(flow): \(reason)", at: loop.now)
  }

  /// A destination of SIP cannot be reached. What audio cannot reach shows as silence, and is judged as such.
  public func unreachable(_ destination: TransportAddress, on socket: SocketToken, error: Int32) {
    guard let flow = sip.flow(of: socket, from: destination), flow.transport == .udp else { return }
    machine.flowFailed(flow, reason: "nobody answers at \(flow): \(Errno.describe(error))", at: loop.now)
  }

  /// Closes a connection whose stream can no longer be cut into messages, and tells the machine.
  public func closeBroken(_ flow: Flow) {
    sip.close(flow)
    machine.flowFailed(flow, reason: "\(flow): the peer broke the framing of its stream", at: loop.now)
  }

  /// A deadline is due.
  public func advance(to now: Instant) {
    var sink = media
    machine.advance(to: now, sink: &sink)
  }

  /// Sends a SIP message; a path that cannot even be begun is told to the machine.
  /// - Returns: the instant just before it left.
  public func send(_ transmission: UserAgent.Transmission) -> Instant {
    let sent = sip.send(transmission.bytes, over: transmission.flow)
    for path in sip.takeBroken() { machine.flowFailed(path.flow, reason: path.reason, at: loop.now) }
    return sent
  }
}
