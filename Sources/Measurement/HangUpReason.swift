/// What the Reason header (RFC 3326) of a BYE says about silence as the cause.
enum HangUpReason {
  /// Whether `reason` names something other than silence.
  ///
  /// A missing header does not, nor does a text that speaks of silence, nor normal call clearing (Q.850 cause
  /// 16 or 31, SIP 200) that adds no text of its own. Everything else does; inactivity is a media time-out.
  static func contradictsSilence(_ reason: String?) -> Bool {
    guard let reason = reason?.lowercased(), reason.contains(where: { !$0.isWhitespace }) else {
      return false
    }
    if reason.contains("silen") { return false }
    let parts = reason.split(separator: "text", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, !parts[1].contains("normal") { return true }
    let words = parts[0].split { ";, \t".contains($0) }
    let neutral =
      switch words.first {
      case "q.850": words.contains("cause=16") || words.contains("cause=31")
      case "sip": words.contains("cause=200")
      default: false
      }
    return !neutral
  }
}
