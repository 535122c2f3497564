/// The identity of one call (one INVITE usage) inside one `UserAgent`; never reused.
public struct CallHandle: Hashable, Sendable, Comparable {
  /// Counts the calls of its agent from 1.
  public let number: UInt64

  init(_ number: UInt64) { self.number = number }

  public static func < (a: CallHandle, b: CallHandle) -> Bool { a.number < b.number }
}

extension CallHandle: CustomStringConvertible {
  /// As in `call 7`.
  public var description: String { "call \(number)" }
}
