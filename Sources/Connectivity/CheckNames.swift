/// Both sides' credentials as checks between them use them (RFC 8445 §7.2.2).
struct CheckNames: Hashable, Sendable {
  let local: ICECredentials
  let remote: ICECredentials

  /// USERNAME of our requests: the receiver's fragment first.
  var username: [UInt8] { [UInt8]("\(remote.ufrag):\(local.ufrag)".utf8) }
  /// The key of our requests and of their responses.
  var key: [UInt8] { remote.key }
}
