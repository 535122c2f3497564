/// The outputs that wait for the driver, first in, first out; its memory is used again once it is drained.
struct Outbox {
  private var outputs: [UserAgent.Output?] = []
  private var taken = 0

  /// Adds one at the end.
  mutating func append(_ output: UserAgent.Output) { outputs.append(output) }

  /// Takes the first one.
  mutating func takeFirst() -> UserAgent.Output? {
    guard taken < outputs.count else {
      outputs.removeAll(keepingCapacity: true)
      taken = 0
      return nil
    }
    defer { taken += 1 }
    return outputs[taken].take()
  }
}
