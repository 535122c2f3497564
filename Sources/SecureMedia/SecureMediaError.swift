internal import COpenSSL

/// OpenSSL refused to do what it always can on a healthy system: no memory, no entropy, no provider.
public struct SecureMediaError: Error, Hashable, Sendable {
  /// What was being done.
  public var action: String
  /// What OpenSSL says about it.
  public var reason: String

  /// Takes the oldest error out of this thread's queue of OpenSSL.
  init(_ action: String) {
    self.action = action
    reason = Self.takeReason()
  }

  /// What OpenSSL says of the oldest error of this thread; the queue is empty afterwards.
  static func takeReason() -> String {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0, let text = ERR_reason_error_string(code) else { return "no reason given" }
    return String(cString: text)
  }
}

extension SecureMediaError: CustomStringConvertible {
  /// What failed and why, in one line.
  public var description: String {
    "cannot \(action): \(reason); is OpenSSL's default provider loaded, and memory left?"
  }
}
