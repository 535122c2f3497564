import Bridge
import Logging
import SansIO

/// Writes the milestones of calls to the log, one line each, with the call's id.
struct CallJournal: Sendable {
  private let logger: Logger

  init(logger: Logger) { self.logger = logger }

  func write(_ event: CallEvent) {
    let (message, level, details) = CallJournal.line(event.kind)
    var metadata: Logger.Metadata = ["call_id": "\(event.callID)"]
    for (name, value) in details { metadata[name] = "\(value)" }
    logger.log(level: level, "\(message)", metadata: metadata)
  }

  func write(_ event: ParticipantEvent) {
    var metadata: Logger.Metadata = [
      "room": "\(event.room)", "identity": "\(event.identity)", "sid": "\(event.sid)",
    ]
    let message: String
    var level = Logger.Level.info
    switch event.kind {
    case .joined: message = "participant joined"
    case .active(let after):
      message = "participant connected"
      metadata["after_ms"] = "\(after.milliseconds)"
    case .published(let track):
      message = "track published"
      metadata["track"] = "\(track)"
    case .subscribed(let track, let format):
      message = "track subscribed"
      metadata["track"] = "\(track)"
      metadata["format"] = "\(format)"
    case .left(let why):
      message = "participant left"
      metadata["why"] = "\(why)"
    case .complained(let why):
      message = "participant in trouble"
      metadata["why"] = "\(why)"
      level = .warning
    }
    logger.log(level: level, "\(message)", metadata: metadata)
  }

  private static func line(_ kind: CallEvent.Kind) -> (String, Logger.Level, [(String, String)]) {
    switch kind {
    case .received(let from, let to, let source, let trunk, let room):
      (
        "call received", .info,
        [("from", from), ("to", to), ("source", "\(source)"), ("trunk", trunk), ("room", room)]
      )
    case .refused(let from, let to, let source, let status, let why):
      (
        "call refused", .warning,
        [("from", from), ("to", to), ("source", "\(source)"), ("status", "\(status)"), ("why", why)]
      )
    case .answered(let room, let codec): ("call answered", .info, [("room", room), ("codec", codec)])
    case .hold(let held): (held ? "call held" : "call resumed", .info, [])
    case .silenceReached(let late):
      ("silence reached its limit", .info, [("late_ms", "\(late.milliseconds)")])
    case .ended(let cause, let duration, let received, let lost, let sent):
      (
        "call ended", .info,
        [
          ("cause", cause.word), ("detail", cause.detail ?? ""),
          ("duration_s", duration.map { "\($0.seconds)" } ?? "0"),
          ("packets_received", "\(received)"), ("packets_lost", "\(lost)"), ("packets_sent", "\(sent)"),
        ]
      )
    }
  }
}
