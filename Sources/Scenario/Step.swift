public import SansIO

/// One step of the timeline of a caller or a participant.
public enum Step: Sendable, Equatable {
  /// Speaks for this long; the end is moved (by less than a second) onto a packet that clearly holds speech.
  case speech(Interval)
  /// Sends silence of a kind; `nil` means until the call ends.
  case silence(SilenceKind, Interval?)
  /// Sends a probe each `every`, the first at once, for as long as `lasting`; silence between them.
  case probes(every: Interval, lasting: Interval)
  /// Sends back what it hears; `nil` means until the call ends.
  case echo(Interval?)
  /// Sends a sine tone: frequency in Hz, level in dBm0.
  case tone(hertz: Double, level: Double, lasting: Interval)
  /// Sends these digits as telephone events (RFC 4733), 100 ms each with 100 ms between.
  case dtmf(String)
  /// Puts the call on hold by re-INVITE (sendonly) for this long, then takes it back.
  case hold(Interval)
  /// Answers each probe of somebody else in the call with one of its own; `nil` means until the call ends.
  case answer(Interval?)
  /// Mutes its track for this long, then unmutes it. Participants only.
  case mute(Interval)
  /// Hangs up. Callers only.
  case hangUp
  /// Leaves the room. Participants only.
  case leave
}

/// What is on the wire while nobody speaks.
public enum SilenceKind: Sendable, Equatable {
  /// Packets of digital zero (the codec's idle code).
  case idle
  /// No packets at all.
  case discontinuous
  /// Comfort noise packets (RFC 3389, payload type 13), one each 200 ms.
  case comfortNoise
  /// White noise at a level in dBm0.
  case noise(level: Double)
}
