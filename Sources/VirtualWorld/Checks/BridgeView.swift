package import Bridge
package import SansIO

/// What the bridge of a virtual world says of one call: when it began to count its silence, and how it ended.
package struct BridgeView {
  /// When it was answered.
  package var answered: Instant?
  /// When it ended, and whether for silence.
  package var ended: (at: Instant, bySilence: Bool)?

  /// A call of which nothing is known yet.
  package init() {}

  /// Takes in an entry of the bridge's log.
  package mutating func note(_ event: CallEvent) {
    switch event.kind {
    case .answered: answered = event.at
    case .ended(let cause, _, _, _, _): if ended == nil { ended = (event.at, cause == .silence) }
    case .received, .refused, .hold, .silenceReached: break
    }
  }
}
