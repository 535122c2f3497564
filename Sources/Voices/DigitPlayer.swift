import RTP
import SansIO

/// Plays digits as telephone events (RFC 4733 §2.5): 100 ms each, with 100 ms between, in which the end is
/// repeated twice.
package struct DigitPlayer {
  private static let pauseFrames = 3

  private var codes: ArraySlice<UInt8>
  private var event: TelephoneEventSender?
  private var pause = 0

  /// The player of `digits`: 0-9, `*`, `#`, A-D; anything else is passed over.
  package init(_ digits: String) { codes = digits.compactMap(TelephoneEvent.code(of:))[...] }

  /// The next 20 ms; `nil` when all digits are played.
  package mutating func next() -> Speaker.Utterance? {
    if let packet = event?.next() { return .event(packet.event, start: packet.marker) }
    event = nil
    if pause > 0 {
      pause -= 1
      return .nothing
    }
    guard let code = codes.popFirst() else { return nil }
    event = TelephoneEventSender(code: code, start: 0)
    pause = DigitPlayer.pauseFrames
    return next()
  }
}
