import Measurement
import SansIO

/// Keeps the segments of what was really sent.
struct ActivityLog {
  private(set) var segments: [ActivitySegment] = []
  /// Send instant of the last packet that held activity.
  private(set) var lastActive: Instant?

  private let start: Instant
  private static let packet = Interval.milliseconds(20)

  init(runStart: Instant) { start = runStart }

  /// A slot of 20 ms of `kind` ended at `instant` (when its packet left).
  mutating func passed(_ kind: ActivitySegment.Kind, active: Bool, at instant: Instant) {
    let end = (instant - start).nanoseconds
    if segments.last?.kind != kind {
      segments.append(ActivitySegment(kind: kind, from: end - ActivityLog.packet.nanoseconds, to: end))
    }
    segments[segments.count - 1].to = end
    guard active else { return }
    if segments[segments.count - 1].firstActive == nil { segments[segments.count - 1].firstActive = end }
    segments[segments.count - 1].lastActive = end
    lastActive = instant
  }
}
