public import SansIO

/// Tells when somebody was last heard in one direction of a call: the silence watch's ear.
///
/// It works on sub-frames of 10 ms of 8 kHz mono audio. A sub-frame is *active* when its level without its
/// mean is at least −38 dBm0: 2 dB above the loudest noise that counts as silence (−40 dBm0), 3 dB below the
/// quietest speech that counts as activity (−35 dBm0). The mean is left out because an offset is no sound.
///
/// - **Silence → activity**: 4 active sub-frames among the last 8, hence 40 ms of a steady sound. A click of
///   10 ms or less touches two sub-frames and its ringing a third, so clicks never confirm at any level.
/// - **During activity** every packet with an active sub-frame refreshes `lastActivity`. Here it must be 1 dB
///   louder, and 3 dB if its predecessor was inactive, so that noise of −40 dBm0 behind speech refreshes
///   nothing.
/// - **Activity → silence**: 300 ms of audio without a refreshing sub-frame, or a packet that arrives more
///   than 400 ms after `lastActivity` (DTX, comfort noise). Afterwards the onset rule holds again.
///
/// `lastActivity` is an arrival, not a verdict's instant: neither the 40 ms of the onset rule nor the 300 ms
/// are added. Lost packets, a new SSRC and a jump of the timestamp bring no audio and so change nothing.
///
/// The level alone decides. There is no adaptive noise floor: steady noise above −38 dBm0 counts as activity,
/// because a floor that rises to it might also swallow hold music, and a call cut off is worse than one kept.
/// Speech near −35 dBm0 that begins with a soft sound is confirmed when it becomes louder, not before.
public struct ActivityDetector: Sendable {
  /// What a packet changed.
  public enum Change: Hashable, Sendable {
    /// Silence ended: activity is confirmed.
    case activityBegan
    /// Activity lapsed; `lastActivity` is the end of it.
    case silenceBegan
  }

  /// Arrival of the last packet that holds activity; `nil` when there was none yet.
  public private(set) var lastActivity: Instant?
  /// Whether activity is confirmed and has not lapsed.
  public private(set) var isActive = false

  private var subframe = Subframe()
  /// Activity of the last eight sub-frames, the newest in the lowest bit.
  private var history: UInt8 = 0
  private var inactiveSubframes = 0
  private var lastArrival: Instant?

  /// Starts in silence.
  public init() {}

  /// Takes a packet's samples in order of play-out. Packets of any length are welcome, 10 to 60 ms are usual.
  public mutating func receive(_ samples: Span<Int16>, at arrival: Instant) -> Change? {
    let wasActive = beginPacket(at: arrival)
    for index in samples.indices where subframe.append(samples[index]) { endSubframe(at: arrival) }
    return change(since: wasActive)
  }

  /// Takes a packet's G.711 payload.
  public mutating func receive(_ payload: Span<UInt8>, _ law: G711.Law, at arrival: Instant) -> Change? {
    let wasActive = beginPacket(at: arrival)
    let table = law.decoding
    for index in payload.indices where subframe.append(table[Int(payload[index])]) {
      endSubframe(at: arrival)
    }
    return change(since: wasActive)
  }

  /// Takes a comfort-noise packet (RFC 3389): silence until the next audio packet, whatever level it names.
  public mutating func receiveComfortNoise(at arrival: Instant) -> Change? {
    let wasActive = beginPacket(at: arrival)
    forgetOnset()
    return change(since: wasActive)
  }

  private mutating func beginPacket(at arrival: Instant) -> Bool {
    let wasActive = isActive
    if let lastArrival, arrival - lastArrival > ActivityDetector.longestPause { forgetOnset() }
    lastArrival = arrival
    if let lastActivity, arrival - lastActivity > ActivityDetector.longestPause { isActive = false }
    return wasActive
  }

  private mutating func forgetOnset() {
    subframe = Subframe()
    history = 0
  }

  private func change(since wasActive: Bool) -> Change? {
    guard isActive != wasActive else { return nil }
    return isActive ? .activityBegan : .silenceBegan
  }

  private mutating func endSubframe(at arrival: Instant) {
    let power = subframe.power
    let followsActive = history & 1 == 1
    subframe = Subframe()
    history = history << 1 | (power >= ActivityDetector.activePower ? 1 : 0)
    if isActive {
      if power >= (followsActive ? ActivityDetector.refreshingPower : ActivityDetector.lonePower) {
        refresh(at: arrival)
      } else {
        inactiveSubframes += 1
        isActive = inactiveSubframes < ActivityDetector.lapseSubframes
      }
    } else if history & 1 == 1, history.nonzeroBitCount >= ActivityDetector.onsetSubframes {
      isActive = true
      refresh(at: arrival)
    }
  }

  private mutating func refresh(at arrival: Instant) {
    lastActivity = arrival
    inactiveSubframes = 0
  }

  private static let onsetSubframes = 4
  private static let lapseSubframes = 30
  /// Longer than 300 ms of audio in 60 ms packets, which may straddle both ends.
  private static let longestPause = Interval.milliseconds(400)
  private static let activePower = power(dBm0: -38)
  private static let refreshingPower = power(dBm0: -37)
  private static let lonePower = power(dBm0: -35)

  private static func power(dBm0: Double) -> Int {
    let rms = Level(dBm0: dBm0).rms
    return Int(rms * rms) * Subframe.length * Subframe.length
  }
}

/// Sums over the samples of one sub-frame.
private struct Subframe {
  static let length = 80
  private var count = 0
  private var sum = 0
  private var sumOfSquares = 0

  /// Takes a sample; true when the sub-frame is now complete.
  mutating func append(_ sample: Int16) -> Bool {
    let value = Int(sample)
    sum &+= value
    sumOfSquares &+= value &* value
    count += 1
    return count == Subframe.length
  }

  /// The variance times the square of the length: exact in integers.
  var power: Int { sumOfSquares * Subframe.length - sum * sum }
}
