/// How participants reach the rooms of a deployment that is not embedded.
public struct RoomsPlan: Sendable, Equatable {
  /// Where access tokens come from.
  public enum Tokens: Sendable, Equatable {
    /// An HTTP address that is asked with POST, as `http://host:3001/api/token`.
    case endpoint(String)
    /// Signed by the simulator; names of the environment variables that hold the API key and its secret.
    case signed(key: String, secret: String)
  }

  /// Address of the signalling, `ws://host[:port]`; `nil` means the one that comes with each token.
  public var url: String?
  /// Where access tokens come from.
  public var tokens: Tokens

  /// Rooms with tokens from `tokens`, behind `url` or whatever address comes with a token.
  public init(url: String? = nil, tokens: Tokens) {
    self.url = url
    self.tokens = tokens
  }
}
