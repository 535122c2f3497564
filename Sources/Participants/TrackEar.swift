import Audio
import Measurement
import Opus
import RTP
import SansIO
import Voices

/// A participant's ear for one received stream: jitter buffer, decoder and probe detector of its codec.
final class TrackEar {
  /// What is heard in the current 20 ms; zeros when nothing came.
  var samples: [Int16] { telephone?.samples ?? opusSamples }

  private var opusSamples = [Int16](repeating: 0, count: ProbeEar.frame)

  /// For G.711; `nil` for Opus. Apart from `law`, so that a packet changes it in place.
  private let telephone: Ear?
  private var law = G711.Law.mu
  private var playout: FramePlayout?
  private var decoder: OpusHearing?
  /// For Opus, where it looks for probes; `telephone` has its own.
  private var probes: ProbeEar?

  /// An ear for G.711.
  init(telephone delay: Interval, runStart: Instant, memory: EarMemory, findsProbes: Bool) {
    telephone = Ear(delay: delay, runStart: runStart, memory: memory, findsProbes: findsProbes)
  }

  /// An ear for Opus.
  init(opus delay: Interval, runStart: Instant, memory: EarMemory, findsProbes: Bool) throws(OpusError) {
    telephone = nil
    decoder = try OpusHearing()
    playout = FramePlayout(AdaptivePacketQueue(mode: .fixed(delay), clockRate: 48_000), sampleRate: 8000)
    if findsProbes { probes = ProbeEar(runStart: runStart, memory: memory) }
  }

  /// The probes found, in order.
  var heard: [HeardProbe] { telephone?.heard ?? probes?.heard ?? [] }

  /// The jitter buffer of G.711.
  var buffer: JitterBuffer? { telephone?.buffer }

  /// Takes in a packet. `law` tells the companding of G.711; it may change.
  func receive(_ header: PacketHeader, payload: Span<UInt8>, law: G711.Law?, at now: Instant) {
    if let law {
      self.law = law
      telephone?.receive(header, payload: payload, at: now)
    } else if let ticks = OpusPacket.duration(of: payload) {
      _ = playout?.insert(header, payload: payload, ticks: ticks, isQuiet: OpusPacket.isDTX(payload), at: now)
    }
  }

  /// Plays the 20 ms due at `now` and looks for probes in them.
  func play(at now: Instant) {
    if let telephone { return telephone.play(law, at: now) }
    guard case .audio(let timestamp, let arrival) = pull(at: now) else {
      probes?.hearNothing()
      return
    }
    let frame = opusSamples
    probes?.hear(
      frame.span,
      from: ProbeEar.Origin(
        arrival: arrival, samplesToPacketEnd: ProbeEar.frame,
        played: playout?.queue.playoutInstant(ofTimestamp: timestamp) ?? now))
  }

  private func pull(at now: Instant) -> FramePlayout.Frame {
    guard var hearing = decoder.take() else { return .idle }
    let frame = playout?.pull(at: now, into: &opusSamples, decoder: &hearing)
    decoder = consume hearing
    return frame ?? .idle
  }
}
