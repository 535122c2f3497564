/// How many requests one address may make.
package struct TokenRate: Sendable {
  /// At once, after a rest; 1 or more.
  package var burst: Int
  /// In the long run; 1 or more.
  package var perMinute: Int

  package init(burst: Int, perMinute: Int) {
    precondition(
      burst > 0 && perMinute > 0, "cannot limit to \(burst) at once and \(perMinute) per minute; 1 or more")
    self.burst = burst
    self.perMinute = perMinute
  }
}
