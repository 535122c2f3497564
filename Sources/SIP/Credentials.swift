/// A name and the secret that proves it.
public struct Credentials: Hashable, Sendable {
  /// Who.
  public var username: String
  /// The secret in the clear; it never goes on the wire.
  public var password: String

  /// Makes credentials.
  public init(username: String, password: String) {
    self.username = username
    self.password = password
  }
}
