import Audio
import SansIO

/// One direction of a call for the detector's tests: samples cut into packets, each arriving when it is
/// complete.
struct Call {
  var detector = ActivityDetector()
  var now = Instant.zero
  var changes: [(change: ActivityDetector.Change, at: Instant)] = []
  let law: G711.Law
  let packet: Interval

  init(_ law: G711.Law, packetMilliseconds: Int) {
    self.law = law
    packet = .milliseconds(Int64(packetMilliseconds))
  }

  /// Samples in a packet.
  var packetLength: Int { Int(packet.nanoseconds / 125_000) }
  /// Milliseconds since the start of the last packet with activity was complete.
  var lastActivity: Double? { detector.lastActivity.map { ($0 - .zero).milliseconds } }
  var activityBegan: Double? {
    changes.first { $0.change == .activityBegan }.map { ($0.at - .zero).milliseconds }
  }

  /// Plays whole packets of `samples`; those for which `isLost` says so never arrive.
  mutating func play(_ samples: [Int16], isLost: (Int) -> Bool = { _ in false }) {
    for (number, start) in stride(from: 0, to: samples.count - packetLength + 1, by: packetLength)
      .enumerated()
    {
      now += packet
      if isLost(number) { continue }
      let payload = samples[start..<start + packetLength].map { G711.encode($0, law) }
      note(detector.receive(payload.span, law, at: now))
    }
  }

  mutating func note(_ change: ActivityDetector.Change?) {
    if let change { changes.append((change, now)) }
  }
}

/// Every law and packet size.
let calls: [Call] = G711.Law.allCases.flatMap { law in
  [10, 20, 30, 60].map { Call(law, packetMilliseconds: $0) }
}

/// What lies beneath a signal in half of the tests.
enum Beneath: CaseIterable {
  case nothing, noise

  func added(to samples: [Int16], seed: UInt64) -> [Int16] {
    guard self == .noise else { return samples }
    var mixed = samples
    var noise = Noise(seed & 1 == 0 ? .white : .pinkish, level: Level(dBm0: -50), seed: seed &+ 1_000)
    var span = mixed.mutableSpan
    noise.mix(into: &span)
    return mixed
  }
}

func silence(_ samples: Int) -> [Int16] { [Int16](repeating: 0, count: samples) }

func samples(_ source: some SignalSource, _ count: Int) -> [Int16] {
  var source = source
  return source.samples(count)
}
