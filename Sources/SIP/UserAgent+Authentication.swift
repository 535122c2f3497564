extension UserAgent {
  /// How the authentication of an incoming call went.
  public enum Authentication: Hashable, Sendable {
    /// The caller knows the password of `username`: answer the call.
    case accepted(username: String)
    /// 401 was sent and the handle is finished; a caller that can comes back as a new call.
    case challenged(Cause)
    /// The call was over already.
    case finished

    /// Why the caller was challenged.
    public enum Cause: Hashable, Sendable {
      /// It brought no credentials for the realm.
      case noCredentials
      /// Its nonce is too old or not ours.
      case staleNonce
      /// The user is unknown, the password is wrong or the answer does not parse.
      case wrongCredentials
    }
  }
}
