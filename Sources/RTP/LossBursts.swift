/// Counts runs of consecutive lost packets by length.
struct LossBursts: Sendable {
  /// The longest length with a count of its own; longer runs are counted here too.
  static var longest: Int { 64 }

  /// How many runs of each length have ended; index 0 is unused, the last index is `longest` or more.
  private(set) var counts = [Int](repeating: 0, count: LossBursts.longest + 1)
  private var run = 0

  /// The next packet in sequence was received.
  mutating func received() {
    guard run > 0 else { return }
    counts[min(run, Self.longest)] += 1
    run = 0
  }

  /// The next `count` packets in sequence were lost.
  mutating func lost(_ count: Int) { run += count }

  /// Moves over the `step` oldest numbers of a window which is about to advance by `step`; those below
  /// `base` were never sent to us.
  mutating func leave(_ window: SequenceWindow, by step: Int, base: Int) {
    let oldest = window.highest - (SequenceWindow.length - 1)
    if step == 1, run == 0, oldest < base || window.isSeen(back: SequenceWindow.length - 1) { return }
    for index in 0..<min(step, SequenceWindow.length) where oldest + index >= base {
      if window.isSeen(back: SequenceWindow.length - 1 - index) { received() } else { lost(1) }
    }
    if step > SequenceWindow.length { lost(step - SequenceWindow.length) }
  }

  /// The counts as if the stream ended with the highest number of `window`.
  func counts(endingWith window: SequenceWindow, base: Int) -> [Int] {
    var final = self
    final.leave(window, by: SequenceWindow.length, base: base)
    final.received()
    return final.counts
  }
}
