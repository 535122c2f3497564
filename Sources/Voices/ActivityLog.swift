package import Measurement
package import SansIO

/// Keeps the segments of what was really sent.
package struct ActivityLog {
  /// What was sent, in order.
  package private(set) var segments: [ActivitySegment] = []
  /// Send instant of the last packet that held activity.
  package private(set) var lastActive: Instant?
  /// End of the last slot on hold.
  package private(set) var lastHeld: Instant?

  private let start: Instant
  private static let packet = Interval.milliseconds(20)

  /// Nothing sent yet, in a run that starts at `runStart`.
  package init(runStart: Instant) { start = runStart }

  /// A slot of 20 ms of `kind` ended at `instant` (when its packet left).
  package mutating func passed(_ kind: ActivitySegment.Kind, active: Bool, at instant: Instant) {
    let end = (instant - start).nanoseconds
    if segments.last?.kind != kind {
      segments.append(ActivitySegment(kind: kind, from: end - ActivityLog.packet.nanoseconds, to: end))
    }
    segments[segments.count - 1].to = end
    if kind == .hold { lastHeld = instant }
    guard active else { return }
    if segments[segments.count - 1].firstActive == nil { segments[segments.count - 1].firstActive = end }
    segments[segments.count - 1].lastActive = end
    lastActive = instant
  }
}
