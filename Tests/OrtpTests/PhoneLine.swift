import Ortp
import SansIO

/// What is written into the tests' audio: every 16 samples the byte goes up by one, 0 to 119, so that what
/// comes out tells which moment of speech it is, within 240 ms. Both laws' silence is above 127.
enum Speech {
  static func byte(_ sample: Int) -> UInt8 { UInt8(sample / 16 % 120) }
  static func payload(_ first: Int, _ count: Int) -> [UInt8] { (first..<first + count).map(byte) }
}

/// A datagram on its way.
struct Arrival {
  var at: Instant
  var bytes: [UInt8]
}

/// A simulated phone that sends speech.
struct Phone {
  var ssrc: UInt32 = 0x1234_5678
  var payloadType: UInt8 = 0
  /// The sample that is sent first, counted from the start of the simulation.
  var firstSample = 0
  /// The RTP timestamp of sample 0 and the sequence number of the first packet.
  var timestampBase: UInt32 = 0xFFFF_F000
  var sequenceNumber: UInt16 = 65_500
  var packetSize = 160
  /// Real seconds per second of the phone's clock.
  var clockRate = 1.0

  /// The datagrams of `duration`, each arriving `transit(index)` after its first sample was spoken; `nil` is
  /// a loss.
  func speak(_ duration: Interval, transit: (Int) -> Interval? = { _ in .zero }) -> [Arrival] {
    let count = Int(duration.nanoseconds / 125_000) / packetSize
    return (0..<count).compactMap { index in
      guard let transit = transit(index) else { return nil }
      let sample = firstSample + index * packetSize
      let spoken = Int64(Double(sample) * 125_000 * clockRate)
      return Arrival(
        at: Instant(nanoseconds: spoken) + transit,
        bytes: packet(index, sample, Speech.payload(sample, packetSize), marker: index == 0))
    }
  }

  func packet(
    _ index: Int, _ sample: Int, _ payload: [UInt8], marker: Bool = false, payloadType: UInt8? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = [0x80, (marker ? 0x80 : 0) | (payloadType ?? self.payloadType)]
    bytes.appendBigEndian(sequenceNumber &+ UInt16(truncatingIfNeeded: index))
    bytes.appendBigEndian(timestampBase &+ UInt32(truncatingIfNeeded: sample))
    bytes.appendBigEndian(ssrc)
    return bytes + payload
  }
}

/// What came out of a playout, pull by pull.
struct Heard {
  struct Pull {
    var at: Instant
    var playout: Playout
    var bytes: [UInt8]
  }

  var pulls: [Pull] = []

  /// Pulls from `phase` on every 20 ms until `end`, handing over each datagram when it arrives.
  init(_ arrivals: [Arrival], with playout: inout OrtpPlayout, phase: Interval = .zero, until end: Instant) {
    var waiting = arrivals.sorted { $0.at < $1.at }[...]
    var at = Instant.zero + phase
    while at < end {
      while let next = waiting.first, next.at <= at {
        playout.receive(next.bytes.span, at: next.at)
        waiting.removeFirst()
      }
      var frame: [UInt8] = []
      let answer = playout.pull(into: &frame, at: at)
      pulls.append(Pull(at: at, playout: answer, bytes: frame))
      at += .milliseconds(20)
    }
  }

  func count(_ playout: Playout) -> Int { pulls.count { $0.playout == playout } }

  var frames: [Pull] {
    pulls.filter {
      if case .frame = $0.playout { true } else { false }
    }
  }

  /// Pulls from the first frame to the last one.
  var spoken: ArraySlice<Pull> {
    let isFrame: (Pull) -> Bool = {
      if case .frame = $0.playout { true } else { false }
    }
    guard let first = pulls.firstIndex(where: isFrame), let last = pulls.lastIndex(where: isFrame) else {
      return []
    }
    return pulls[first...last]
  }

  /// For every frame: how long ago its first sample was spoken, by a phone whose clock is right.
  var delays: [Interval] {
    frames.filter { $0.bytes[0] < 120 }.map { pull in
      let period = Interval.milliseconds(240)
      let spoken = Interval.milliseconds(2 * Int64(pull.bytes[0]))
      let age = pull.at - (Instant.zero + spoken)
      return age - period * (age / period)
    }
  }

  /// Whether all frames together are speech without a hole or repetition.
  var isSeamless: Bool {
    let bytes = frames.flatMap(\.bytes)
    return zip(bytes, bytes.dropFirst()).allSatisfy { $1 == $0 || $1 == ($0 + 1) % 120 }
      && zip(bytes, bytes.dropFirst(16)).allSatisfy { $1 == ($0 + 1) % 120 }
  }
}

extension OrtpPlayout {
  /// A playout for PCMU 0, PCMA 8, CN 13, events 101.
  static func usual(delay: Int64 = 20, adaptive: Bool = false) -> OrtpPlayout {
    OrtpPlayout(
      payloadTypes: PayloadTypes(telephoneEvent: 101), delay: .milliseconds(delay), adaptive: adaptive)
  }
}

extension Instant {
  static func milliseconds(_ count: Int64) -> Instant { Instant.zero + .milliseconds(count) }
}
