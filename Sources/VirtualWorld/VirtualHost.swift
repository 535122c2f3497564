public import SansIO

/// Somebody with an address in a virtual world: a bridge, a telephone, a crowd. It owns machines and puts what they send on the
/// network itself.
public protocol VirtualHost: AnyObject {
  /// Its address; parcels for it come to any of its ports.
  var ip: IPAddress { get }
  /// When to call `advance` at the latest; `nil` when nothing is pending.
  var nextDeadline: Instant? { get }
  /// Takes in a datagram or a piece of a stream.
  func receive(_ parcel: borrowing Parcel, at now: Instant)
  /// Takes in a word of a signalling connection.
  func receive(_ word: SignalWord, connection: UInt64, at now: Instant)
  /// Lets time pass.
  func advance(to now: Instant)
  /// Carries out what its machines want done, after something was done to them from outside.
  func settle(at now: Instant)
}
