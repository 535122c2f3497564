public import PhoneLeg
import RTP
import SDP
public import SIP
public import SansIO

/// The loop of known delay as a machine: it answers every call and sends each RTP packet back, byte for byte, a fixed
/// time after its arrival. Calibration measures against it; so does whoever wants to check the simulator's word.
public final class Reflector: PhoneMachine {
  /// What the driver has to do.
  public enum Output {
    case signal(UserAgent.Transmission)
    case closeFlow(Flow)
    /// Bind this even port for RTP and the next one for RTCP, then call `mediaBound` or `mediaUnavailable`.
    case bindMedia(CallHandle, port: UInt16)
    case closeMedia(port: UInt16)
  }

  private struct Call {
    var offer: SessionDescription
    var answer: [UInt8]
    var negotiation: OfferAnswer
  }

  private struct Pending {
    var due: Instant
    var port: UInt16
    var destination: TransportAddress
    var bytes: [UInt8]
  }

  /// Time from the arrival of a packet to its way back.
  public let delay: Interval

  private let mediaAddress: IPAddress
  private var agent: UserAgent
  private var ports: PortRange
  private var generator: SeededGenerator
  private var calls: [UInt16: Call] = [:]
  private var portsByCall: [CallHandle: UInt16] = [:]
  /// Packets on their way, in order of arrival, which is the order of leaving.
  private var pending: [Pending] = []
  private var head = 0
  private var outputs: [Output] = []

  /// A reflector of `delay` that takes audio at `mediaAddress` on `ports`.
  public init(
    delay: Interval, agent: UserAgent, ports: PortRange, mediaAddress: IPAddress, generator: SeededGenerator
  ) {
    self.delay = delay
    self.agent = agent
    self.ports = ports
    self.mediaAddress = mediaAddress
    self.generator = generator
  }

  /// Takes in a SIP datagram.
  public func receiveSIP(_ datagram: Span<UInt8>, on flow: Flow, at now: Instant) {
    agent.receive(datagram, on: flow, at: now)
    drainAgent(at: now)
  }

  /// Takes in a piece of a SIP byte stream.
  public func receiveSIP(stream chunk: Span<UInt8>, on flow: Flow, at now: Instant) {
    agent.receive(stream: chunk, on: flow, at: now)
    drainAgent(at: now)
  }

  /// A SIP path broke.
  public func flowFailed(_ flow: Flow, reason: String, at now: Instant) {
    agent.flowFailed(flow, reason: reason, at: now)
    drainAgent(at: now)
  }

  /// Takes in a datagram of a call's audio port; RTP goes back after the delay, RTCP nowhere.
  public func receiveMedia(
    _ datagram: Span<UInt8>, kind: MediaKind, port: UInt16, from source: TransportAddress, at now: Instant,
    sink: inout some MediaSink
  ) {
    guard kind == .rtp, calls[port] != nil, (try? PacketHeader(parsing: datagram)) != nil else { return }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(datagram.count)
    for index in datagram.indices { bytes.append(datagram[index]) }
    pending.append(Pending(due: now + delay, port: port, destination: source, bytes: bytes))
  }

  /// When to call `advance`; `nil` when nothing is pending.
  public var nextDeadline: Instant? {
    let packet = head < pending.count ? pending[head].due : nil
    return Instant.earlier(agent.nextDeadline, packet)
  }

  /// Lets time pass: SIP timers, and the packets whose delay is over.
  public func advance(to now: Instant, sink: inout some MediaSink) {
    while head < pending.count, pending[head].due <= now {
      let packet = pending[head]
      _ = sink.send(packet.bytes, kind: .rtp, from: packet.port, to: packet.destination)
      head += 1
    }
    if head > 256, head * 2 > pending.count {
      pending.removeFirst(head)
      head = 0
    }
    agent.advance(to: now)
    drainAgent(at: now)
  }

  /// The next thing to do; `nil` when there is none until the next input.
  public func poll() -> Output? { outputs.isEmpty ? nil : outputs.removeFirst() }

  /// The ports of a call are open: it is answered.
  public func mediaBound(_ handle: CallHandle, at now: Instant) {
    guard let port = portsByCall[handle], let call = calls[port] else { return }
    agent.answer(handle, body: call.answer, at: now)
    drainAgent(at: now)
  }

  /// The ports of a call could not be opened, as when another program holds them: it gets others while there are any.
  public func mediaUnavailable(_ handle: CallHandle, at now: Instant) {
    guard let taken = portsByCall.removeValue(forKey: handle), let call = calls.removeValue(forKey: taken)
    else { return }
    admit(handle, call.offer, at: now)
    drainAgent(at: now)
  }

  private func drainAgent(at now: Instant) {
    while let output = agent.poll() {
      switch output {
      case .transmit(let transmission): outputs.append(.signal(transmission))
      case .close(let flow): outputs.append(.closeFlow(flow))
      case .received: break
      case .event(let handle, let event): take(event, handle, at: now)
      }
    }
  }

  private func take(_ event: UserAgent.Event, _ handle: CallHandle, at now: Instant) {
    switch event {
    case .invited(let invitation): invited(invitation.body, handle, at: now)
    case .reinvited(let offer):
      guard let port = portsByCall[handle], var call = calls[port],
        let description = try? SessionDescription(parsing: offer.body.span),
        let agreed = try? call.negotiation.negotiate(
          offer: description, capabilities: Reflector.capabilities, local: local(port))
      else { return agent.reject(handle, status: 488, reason: nil, headers: [], at: now) }
      calls[port] = call
      agent.answer(handle, body: agreed.answer.bytes, at: now)
    case .cancelled, .ended, .failed, .byeAnswered, .refused: forget(handle)
    case .acknowledged, .provisional, .answered, .reinviteRefused, .offerWithdrawn: break
    }
  }

  private static let capabilities = AudioCapabilities(codecs: [.pcmu, .pcma])

  private func local(_ port: UInt16) -> LocalMedia {
    LocalMedia(rtp: TransportAddress(mediaAddress, port), rtcpPort: port + 1)
  }

  private func invited(_ body: [UInt8], _ handle: CallHandle, at now: Instant) {
    guard let offer = try? SessionDescription(parsing: body.span) else {
      return agent.reject(handle, status: 400, reason: nil, headers: [], at: now)
    }
    admit(handle, offer, at: now)
  }

  /// Has ports bound for a call; refuses it when there are none left or its offer does not fit.
  private func admit(_ handle: CallHandle, _ offer: SessionDescription, at now: Instant) {
    var negotiation = OfferAnswer(sessionID: generator.next() >> 1)
    guard let port = ports.take() else {
      return agent.reject(handle, status: 503, reason: nil, headers: [("Retry-After", "5")], at: now)
    }
    guard
      let agreed = try? negotiation.negotiate(
        offer: offer, capabilities: Reflector.capabilities, local: local(port))
    else {
      ports.release(port)
      return agent.reject(handle, status: 488, reason: nil, headers: [], at: now)
    }
    calls[port] = Call(offer: offer, answer: agreed.answer.bytes, negotiation: negotiation)
    portsByCall[handle] = port
    outputs.append(.bindMedia(handle, port: port))
  }

  private func forget(_ handle: CallHandle) {
    guard let port = portsByCall.removeValue(forKey: handle) else { return }
    calls[port] = nil
    ports.release(port)
    outputs.append(.closeMedia(port: port))
  }
}
