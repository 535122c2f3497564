import Foundation
import LiveWorld
import Measurement
import SansIO
import Testing

/// `callsim reflect`, the loop of known delay, with `callsim run` against it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ReflectorTests {
  @Test(arguments: SIPp.Transport.allCases)
  func `no round trip is shorter than the reflector's delay`(transport: SIPp.Transport) async throws {
    let reflector = try Program(
      Programs.built("callsim"),
      ["reflect", "--sip", "127.0.0.1:0", "--delay", "150", "--rtp-ports", Ports.take(8).setting])
    let line = try await reflector.line("reflecting calls to ")
    let target = try #require(line.split(separator: " ").first { $0.hasPrefix("sip:") })
    let run = try Simulation.start(
      """
      name: reflected
      callers:
        alice:
          dial: echo
          timeline: [probes: { every: 400 ms, for: 2 s }, silence: 1 s, hang-up]
          expect: caller
      thresholds: [answered.rate == 100 %, round_trip_wire.min >= 150 ms]
      """, target: target + (transport == .tcp ? ";transport=tcp" : ""))
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(0), "\(outcome.text)")
    #expect(outcome.count("round_trip_wire") >= 3)
    reflector.signal(SIGTERM)
    #expect(try await reflector.exit() == .exited(0))
  }

  @Test func `a SIP port in use is named with what to do`() async throws {
    let holder = try UDPSocket(bind: TransportAddress(.loopback, 0))
    let address = "\(holder.boundAddress)"
    let (status, text) = try await Command.run("callsim", ["reflect", "--sip", address])
    #expect(status == .exited(1))
    #expect(text.contains(address))
    #expect(text.contains("in use"))
    withExtendedLifetime(holder) {}
  }
}
