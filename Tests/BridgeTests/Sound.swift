import Audio
import RTP
import SansIO

/// What a virtual phone puts on the wire in 20 ms.
enum Sound {
  /// 160 samples.
  case audio([Int16])
  /// A comfort noise packet.
  case comfortNoise
  /// A packet of a telephone event.
  case event(TelephoneEvent, start: Bool)
  /// No packet.
  case nothing

  /// Packets of digital zero, which G.711 sends as its idle code.
  static let quiet = Sound.audio([Int16](repeating: 0, count: 160))

  /// A steady tone; it runs on from frame to frame if `hertz` is a multiple of 50.
  static func tone(_ hertz: Double, dBm0: Double = -20) -> Sound {
    var tone = Tone(frequency: hertz, level: Level(dBm0: dBm0))
    return .audio(tone.samples(160))
  }

  /// White noise, another one in each frame.
  static func noise(dBm0: Double, frame: Int) -> Sound {
    var noise = Noise(.white, level: Level(dBm0: dBm0), seed: UInt64(frame))
    return .audio(noise.samples(160))
  }

  /// A key pressed in frame `start`, seen in `frame`: its packet or, when it is over, quiet.
  static func key(_ code: UInt8, from start: Int, in frame: Int) -> Sound {
    var sender = TelephoneEventSender(code: code, start: 0)
    guard frame >= start else { return .quiet }
    for _ in start..<frame { _ = sender.next() }
    return sender.next().map { .event($0.event, start: $0.marker) } ?? .quiet
  }
}
