import SIP
import SansIO
import Testing

extension Instant {
  /// An instant in milliseconds after the start of the clock.
  static func milliseconds(_ count: Int64) -> Instant { Instant(nanoseconds: count * 1_000_000) }

  /// Milliseconds since the start of the clock.
  var milliseconds: Int64 { nanoseconds / 1_000_000 }
}

/// Advances a machine from deadline to deadline and lists what came due when, in milliseconds.
func drive(_ deadline: () -> Instant?, _ advance: (Instant) -> TimerEffect) -> [String] {
  var timeline: [String] = []
  while let instant = deadline(), timeline.count < 100 {
    timeline.append("\(instant.milliseconds) \(advance(instant))")
  }
  return timeline
}

/// Expects `value` to be `wanted`; unlike `#expect` it takes calls that change their object.
func expect<Value: Equatable>(
  _ value: Value, _ wanted: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(value == wanted, sourceLocation: sourceLocation)
}
