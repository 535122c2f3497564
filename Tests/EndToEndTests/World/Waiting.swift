import Foundation
import LiveWorld
import SansIO

/// Waiting for processes, always bounded, never on the threads that tests share.
enum Waiting {
  /// How long anything may take that ordinarily takes no time: far beyond what a busy machine needs.
  static let patience = Interval.seconds(60)

  /// The answer of `body`, which may wait: it runs on a thread of its own.
  static func on<Answer: Sendable>(_ body: @escaping @Sendable () -> Answer) async -> Answer {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }
}
