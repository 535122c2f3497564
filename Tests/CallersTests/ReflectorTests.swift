import Callers
import PhoneLeg
import SIP
import SansIO
import Testing

@Suite struct ReflectorTests {
  private let caller = TransportAddress(IPAddress(v4: 0x7F00_0002), 4_000)

  private func reflector() -> Reflector {
    let configuration = UserAgent.Configuration(
      product: "reflector", udpContact: CallWorld.farSIP, nonceSecret: [2])
    return Reflector(
      delay: .milliseconds(5),
      agent: UserAgent(configuration: configuration, generator: SeededGenerator(seed: 5)),
      ports: PortRange(20_000...20_001), mediaAddress: .loopback, generator: SeededGenerator(seed: 6))
  }

  /// A reflector in a call on port 20000.
  private func answered(at now: Instant) -> Reflector {
    let reflector = reflector()
    var agent = UserAgent(
      configuration: UserAgent.Configuration(
        product: "caller", udpContact: CallWorld.nearSIP, nonceSecret: [1]),
      generator: SeededGenerator(seed: 1))
    let sdp =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
    _ = agent.invite(
      UserAgent.OutgoingCall(
        to: SIPURI(user: "echo", address: CallWorld.farSIP),
        from: SIPURI(user: "a", address: CallWorld.nearSIP),
        flow: Flow(.udp, CallWorld.farSIP), body: Array(sdp.utf8)), at: now)
    while let output = agent.poll() {
      guard case .transmit(let message) = output else { continue }
      reflector.receiveSIP(message.bytes.span, on: Flow(.udp, CallWorld.nearSIP), at: now)
    }
    while let output = reflector.poll() {
      if case .bindMedia(let handle, _) = output { reflector.mediaBound(handle, at: now) }
    }
    return reflector
  }

  private let packet: [UInt8] = [0x80, 0, 0, 1, 0, 0, 0, 160, 0, 0, 0, 9, 1, 2, 3]

  @Test func `a packet goes back to its sender unchanged after the delay`() {
    let reflector = answered(at: .zero)
    let now = Instant.zero + .milliseconds(100)
    var outlet = Outlet(at: now)
    reflector.receiveMedia(packet.span, kind: .rtp, port: 20_000, from: caller, at: now, sink: &outlet)
    #expect(reflector.nextDeadline == now + .milliseconds(5))
    var early = Outlet(at: now)
    reflector.advance(to: now + .milliseconds(5) - .nanoseconds(1), sink: &early)
    #expect(early.packets.isEmpty)
    var due = Outlet(at: now)
    reflector.advance(to: now + .milliseconds(5), sink: &due)
    #expect(due.packets.map(\.bytes) == [packet])
    #expect(due.packets.map(\.to) == [caller])
    #expect(due.packets.map(\.port) == [20_000])
  }

  @Test func `reports, garbage and packets to no call go nowhere`() {
    let reflector = answered(at: .zero)
    let now = Instant.zero + .milliseconds(100)
    var outlet = Outlet(at: now)
    reflector.receiveMedia(packet.span, kind: .rtcp, port: 20_000, from: caller, at: now, sink: &outlet)
    reflector.receiveMedia([1, 2, 3].span, kind: .rtp, port: 20_000, from: caller, at: now, sink: &outlet)
    reflector.receiveMedia(packet.span, kind: .rtp, port: 20_002, from: caller, at: now, sink: &outlet)
    var sink = Outlet(at: now)
    reflector.advance(to: now + .seconds(1), sink: &sink)
    #expect(sink.packets.isEmpty)
  }

  @Test func `many packets keep their order`() {
    let reflector = answered(at: .zero)
    var back: [UInt8] = []
    for number in 0..<2_000 {
      let now = Instant.zero + .milliseconds(Int64(number))
      var bytes = packet
      bytes[12] = UInt8(truncatingIfNeeded: number)
      var outlet = Outlet(at: now)
      reflector.receiveMedia(bytes.span, kind: .rtp, port: 20_000, from: caller, at: now, sink: &outlet)
      var sink = Outlet(at: now)
      reflector.advance(to: now, sink: &sink)
      back += sink.packets.map { $0.bytes[12] }
    }
    #expect(back == (0..<1_995).map { UInt8(truncatingIfNeeded: $0) })
  }
}
