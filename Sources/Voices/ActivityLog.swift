package import Measurement
package import SansIO

/// Keeps the segments of what was really sent.
package struct ActivityLog {
  /// What was sent, in order.
  package var segments: [ActivitySegment] { current.map { ended + [$0] } ?? ended }
  /// Send instant of the last packet that held activity.
  package private(set) var lastActive: Instant?
  /// End of the last slot on hold.
  package private(set) var lastHeld: Instant?

  private var ended: [ActivitySegment] = []
  private var current: ActivitySegment?
  private let start: Instant
  private static let packet = Interval.milliseconds(20)

  /// Nothing sent yet, in a run that starts at `runStart`.
  package init(runStart: Instant) { start = runStart }

  /// A slot of 20 ms of `kind` ended at `instant` (when its packet left).
  package mutating func passed(_ kind: ActivitySegment.Kind, active: Bool, at instant: Instant) {
    let end = (instant - start).nanoseconds
    if current?.kind != kind {
      if let current { ended.append(current) }
      current = ActivitySegment(kind: kind, from: end - ActivityLog.packet.nanoseconds, to: end)
    }
    current?.to = end
    if kind == .hold { lastHeld = instant }
    guard active else { return }
    if current?.firstActive == nil { current?.firstActive = end }
    current?.lastActive = end
    lastActive = instant
  }
}
