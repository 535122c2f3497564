import SansIO
import VirtualWorld

/// An address at which nobody is.
final class NobodyHost: VirtualHost {
  let ip: IPAddress
  /// What the network does about a SIP datagram to it.
  var refusal: (Instant) -> Void = { _ in }

  init(_ ip: IPAddress) { self.ip = ip }

  var nextDeadline: Instant? { nil }
  func receive(_ parcel: borrowing Parcel, at now: Instant) { if parcel.kind == .sip { refusal(now) } }
  func receive(_ word: SignalWord, connection: UInt64, at now: Instant) {}
  func advance(to now: Instant) {}
  func settle(at now: Instant) {}
}
