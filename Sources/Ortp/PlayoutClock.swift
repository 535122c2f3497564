import SansIO

/// The sender's time line: which source it belongs to and where it stands against the local clock.
struct PlayoutClock {
  /// The source of the packets.
  let ssrc: UInt32
  /// The transit time of the first packet, in ticks modulo 2^32: sender's timestamp minus arrival.
  let transit: UInt32
  /// The timestamp in samples that the last packet carried.
  var latestTimestamp: UInt32
  /// When the last packet that fitted came.
  var lastArrival: Instant

  /// Ticks of the local clock at `now`, modulo 2^32.
  static func ticks(at now: Instant) -> UInt32 {
    // 125 µs per sample, without the overflow that multiplying first would risk.
    let (samples, rest) = now.nanoseconds.quotientAndRemainder(dividingBy: 125_000)
    let scale = Int64(OrtpLibrary.ticksPerSample)
    return UInt32(truncatingIfNeeded: samples &* scale &+ rest * scale / 125_000)
  }

  /// The sender's time at `now`, in ticks, as the first packet tells it.
  func ticks(at now: Instant) -> UInt32 { PlayoutClock.ticks(at: now) &+ transit }

  /// The timestamp in samples that `ticks` stand for; the upper bits are those of the latest packet's
  /// timestamp.
  func timestamp(of ticks: UInt32) -> UInt32 {
    let scale = OrtpLibrary.ticksPerSample
    let distance = Int32(bitPattern: ticks &- latestTimestamp &* scale) / Int32(scale)
    return latestTimestamp &+ UInt32(bitPattern: distance)
  }
}
