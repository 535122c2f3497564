public import Callers
import Measurement
public import PhoneLeg
public import SIP
public import SansIO
public import Scenario

/// Everybody in a run: the callers at their telephones and the participants in the rooms, as one machine on one clock.
///
/// A simulated call holds both of its ends, so either side may ask what the other did.
public final class Population: PhoneMachine {
  /// What the driver has to do, by whom it concerns.
  public enum Output {
    case caller(CallerGroup.Output)
    case participant(ParticipantGroup.Output)
  }

  /// The people at telephones.
  public let callers: CallerGroup
  /// The people in rooms; `nil` in a run of telephones only.
  public let participants: ParticipantGroup?

  private let callersOfCall: Int
  private var endedCallers: [Int: Int] = [:]
  private var now = Instant.zero

  /// Brings both sides of `plan` together.
  public init(plan: RunPlan, callers: CallerGroup, participants: ParticipantGroup?) {
    self.callers = callers
    self.participants = participants
    callersOfCall = plan.callers.count
    if let participants {
      callers.roomActivity = { [unowned participants] call in participants.lastActivity(inCall: call) }
    }
  }

  public func receiveSIP(_ datagram: Span<UInt8>, on flow: Flow, at now: Instant) {
    self.now = now
    callers.receiveSIP(datagram, on: flow, at: now)
  }

  public func receiveSIP(stream chunk: Span<UInt8>, on flow: Flow, at now: Instant) {
    self.now = now
    callers.receiveSIP(stream: chunk, on: flow, at: now)
  }

  public func flowFailed(_ flow: Flow, reason: String, at now: Instant) {
    self.now = now
    callers.flowFailed(flow, reason: reason, at: now)
  }

  public func receiveMedia(
    _ datagram: Span<UInt8>, kind: MediaKind, port: UInt16, from source: TransportAddress, at now: Instant,
    sink: inout some MediaSink
  ) {
    self.now = now
    switch kind {
    case .room: participants?.receiveMedia(datagram, port: port, from: source, at: now, sink: &sink)
    case .rtp, .rtcp:
      callers.receiveMedia(datagram, kind: kind, port: port, from: source, at: now, sink: &sink)
    }
  }

  public func advance(to now: Instant, sink: inout some MediaSink) {
    self.now = now
    callers.advance(to: now, sink: &sink)
    participants?.advance(to: now, sink: &sink)
  }

  public var nextDeadline: Instant? { Instant.earlier(callers.nextDeadline, participants?.nextDeadline) }

  /// The next thing to do; `nil` when there is none until the next input.
  public func poll() -> Output? {
    if let output = callers.poll() {
      if case .finished(let record) = output { ended(record.call) }
      return .caller(output)
    }
    return participants?.poll().map { .participant($0) }
  }

  private func ended(_ call: Int) {
    endedCallers[call, default: 0] += 1
    guard endedCallers[call] == callersOfCall else { return }
    endedCallers[call] = nil
    participants?.callOver(call, at: now)
  }

  /// Whether everybody is done.
  public var isFinished: Bool { callers.isFinished && participants?.isFinished ?? true }

  /// Ends everything; records say that the run was aborted.
  public func stop(reason: String, at now: Instant) {
    self.now = now
    callers.stop(reason: reason, at: now)
    participants?.stop(reason: reason, at: now)
  }
}
