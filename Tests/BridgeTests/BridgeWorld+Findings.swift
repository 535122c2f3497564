import Bridge
import SansIO
import Testing

extension BridgeWorld {
  /// When the bridge sent its first BYE to `phone`.
  func byeSent(to phone: VirtualPhone) -> Instant? {
    signals.first { $0.to.ip == phone.ip && $0.text.hasPrefix("BYE ") }?.at
  }

  /// When frame `number` of `phone` reaches the bridge.
  func arrival(of number: Int, from phone: VirtualPhone) -> Instant? {
    phone.instant(of: number).map { $0 + BridgeWorld.delay }
  }

  /// When the bridge answered `phone`.
  func answer(to phone: VirtualPhone) -> Instant? { phone.answeredAt.map { $0 - BridgeWorld.delay } }

  /// Why the bridge ended calls, in order.
  var endings: [String] {
    events.compactMap { event in
      if case .ended(let cause, _, _, _, _) = event.kind { cause.word } else { nil }
    }
  }

  /// Lets all SIP timers run out and expects that the bridge has forgotten everything.
  func expectNothingLeft(_ sourceLocation: SourceLocation = #_sourceLocation) {
    run(for: .seconds(120))
    let snapshot = bridge.snapshot(at: now)
    #expect(bridge.isEmpty, sourceLocation: sourceLocation)
    #expect(snapshot.calls == [], sourceLocation: sourceLocation)
    #expect(snapshot.rooms == [], sourceLocation: sourceLocation)
    #expect(snapshot.freePorts == 4, sourceLocation: sourceLocation)
    #expect(openPorts == [], sourceLocation: sourceLocation)
    #expect(bridge.nextDeadline == nil, sourceLocation: sourceLocation)
  }
}
