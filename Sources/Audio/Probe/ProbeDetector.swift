/// Finds probes in one direction of one call: where each begins, and who sent it.
///
/// Audio goes in by `append` and `gap`, findings come out by `poll`: 260 to 390 ms of audio after a probe's
/// start. The level does not matter, noise as loud as the probe and lost frames hardly do. Every probe begins
/// alike, so a leaked probe of another call is found as surely as the expected one.
///
/// Lost frames are best passed over by `gap`: of the probes hit by 5 % loss about a fifth has no readable code
/// where frames are concealed by repetition, about one in forty where they are gaps. After the first seconds
/// nothing allocates.
public struct ProbeDetector {
  /// A probe that was found.
  public struct Detection: Hashable, Sendable {
    /// Index of the probe's first sample in the stream, between samples by interpolation.
    public var position: Double
    /// Who sent it; `nil` when the symbols are damaged.
    public var code: ProbeCode?
    /// The correlation's main peak to the largest value 1-32 ms beside it: about 8 for a clean probe, 7 at
    /// 0 dB SNR, and down to 1 where frames of it are lost.
    public var confidence: Float
  }

  /// How many samples the stream has had so far, gaps included: the index of the next one.
  public private(set) var sampleCount = 0

  private let filter: SynchronisationFilter
  /// The stream's samples from index `base` on, with `lead` zeros before the first, so that a probe may begin
  /// there.
  private var samples = [Int16](repeating: 0, count: capacity)
  /// How many of them there are.
  private var filled = lead
  private var base = -lead
  /// Scores of every second sample from `base` on.
  private var scores: [Float] = []
  /// The next score to look at.
  private var cursor = 0
  private var detections: [Detection] = []

  /// Starts at sample 0 of a stream.
  /// - Parameter filter: shared with the other detectors of the thread.
  public init(filter: SynchronisationFilter = SynchronisationFilter()) {
    self.filter = filter
    scores.reserveCapacity(ProbeDetector.capacity / 2)
    detections.reserveCapacity(16)
  }

  /// Takes the next samples of the stream.
  public mutating func append(_ newSamples: Span<Int16>) {
    var next = 0
    while next < newSamples.count {
      let end = next + makeRoom(for: newSamples.count - next)
      let place = filled - next
      var kept = samples.mutableSpan
      for index in next..<end { kept[place + index] = newSamples[index] }
      filled(with: end - next)
      next = end
    }
  }

  /// Passes over `count` samples of the stream that never came; any number, at bounded cost.
  public mutating func gap(samples count: Int) {
    precondition(count >= 0, "ProbeDetector.gap: \(count) samples")
    let zeros = min(count, ProbeDetector.capacity)
    var next = 0
    while next < zeros {
      let end = next + makeRoom(for: zeros - next)
      for index in filled..<filled + end - next { samples[index] = 0 }
      filled(with: end - next)
      next = end
    }
    guard count > zeros else { return }
    sampleCount += count - zeros
    base = sampleCount - ProbeDetector.lead
    for index in 0..<ProbeDetector.lead { samples[index] = 0 }
    filled = ProbeDetector.lead
    scores.removeAll(keepingCapacity: true)
    cursor = 0
  }

  /// The next probe found, in the order of the stream; `nil` when there is none.
  public mutating func poll() -> Detection? {
    detections.isEmpty ? nil : detections.removeFirst()
  }

  /// How many of `count` samples may be written before something else is to be done; at least one.
  private mutating func makeRoom(for count: Int) -> Int {
    if filled == ProbeDetector.capacity { forgetScanned() }
    let toBlock = 2 * scores.count + SynchronisationFilter.blockLength - filled
    return min(count, ProbeDetector.capacity - filled, toBlock)
  }

  /// `count` more samples are there.
  private mutating func filled(with count: Int) {
    filled += count
    sampleCount += count
    let start = 2 * scores.count
    guard filled - start == SynchronisationFilter.blockLength else { return }
    filter.append(scoresOf: samples, from: start, to: &scores)
    scan()
  }

  private mutating func forgetScanned() {
    let forgotten = cursor - ProbeDetector.sideLobeReach
    precondition(forgotten > 0, "ProbeDetector: the scan fell behind")
    filled -= 2 * forgotten
    let left = filled
    unsafe samples.withUnsafeMutableBufferPointer { kept in
      // One move of memory, which the ranges may overlap in.
      _ = unsafe kept[..<left].update(fromContentsOf: kept[2 * forgotten..<2 * forgotten + left])
    }
    scores.removeFirst(forgotten)
    base += 2 * forgotten
    cursor -= forgotten
  }

  /// Looks at each score whose neighbours and whose whole probe are there.
  private mutating func scan() {
    let margin = 8
    let end = min(
      scores.count - ProbeDetector.sideLobeReach, (filled - Probe.length - margin) / 2)
    while let next = nextCandidate(before: end) {
      if isPeak(next) { examine(next) }
      cursor = next + 1
    }
    cursor = max(cursor, end)
  }

  /// The next score that may be a probe's.
  private func nextCandidate(before end: Int) -> Int? {
    let scores = scores.span
    var index = cursor
    while index < end {
      if scores[index] >= ProbeDetector.threshold { return index }
      index += 1
    }
    return nil
  }

  private func isPeak(_ index: Int) -> Bool {
    let reach = ProbeDetector.peakReach
    for neighbour in max(0, index - reach)...index + reach {
      if scores[neighbour] > scores[index] || scores[neighbour] == scores[index] && neighbour < index {
        return false
      }
    }
    return true
  }

  private mutating func examine(_ index: Int) {
    let samples = filter.convert(samples, count: filled)
    let start = ProbeMatcher.align(samples.span, near: 2 * index)
    guard start >= ProbeDetector.lead / 2 else { return }
    let code = ProbeMatcher.code(samples.span, at: start)
    guard code != nil || scores[index] >= ProbeDetector.thresholdWithoutCode else { return }
    let position = ProbeMatcher.refine(samples.span, at: start, code: code)
    detections.append(
      Detection(position: Double(base) + position, code: code, confidence: confidence(of: index)))
  }

  private func confidence(of index: Int) -> Float {
    let reach = ProbeDetector.sideLobeReach
    var sideLobe: Float = 1e-6
    for neighbour in max(0, index - reach)...index + reach where abs(neighbour - index) >= 4 {
      sideLobe = max(sideLobe, scores[neighbour])
    }
    return (scores[index] / sideLobe).squareRoot()
  }

  /// Samples held: a probe, two blocks and room to forget seldom.
  static let capacity = 8_192
  private static let lead = 8
  /// A peak is the largest within ±16 ms.
  private static let peakReach = 64
  /// Side lobes are sought within ±32 ms.
  private static let sideLobeReach = 128
  private static let threshold: Float = 0.1
  /// A probe whose code cannot be read must stand out more.
  private static let thresholdWithoutCode: Float = 0.2
}
