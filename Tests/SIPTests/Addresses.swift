import SIP
import SansIO

/// The two ends of the tests.
enum Addresses {
  static let alice = address("127.0.0.2:5060")
  static let bob = address("127.0.0.1:5060")
  /// The port Alice's TCP connections come from.
  static let aliceConnection = address("127.0.0.2:40000")

  static func address(_ text: String) -> TransportAddress {
    guard let address = TransportAddress(text) else { preconditionFailure("'\(text)' is no address") }
    return address
  }
}

extension SIPURI {
  /// A URI that the test knows to be right.
  static func known(_ text: String) -> SIPURI {
    guard let uri = try? SIPURI(text) else { preconditionFailure("'\(text)' is no SIP URI") }
    return uri
  }
}
