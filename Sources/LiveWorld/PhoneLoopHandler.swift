public import PhoneLeg
public import SansIO

/// A handler whose sockets belong to a machine with phone legs: what comes in goes to the machine, and then is done what
/// the machine wants.
public protocol PhoneLoopHandler: EventLoopHandler {
  /// The machine.
  associatedtype Machine: PhoneMachine
  /// Its sockets, once they are open.
  var sockets: PhoneSockets<Self, Machine>? { get }
  /// Does what the machine wants until it wants nothing more.
  func carryOut()
}

extension PhoneLoopHandler {
  public func received(
    _ datagram: Span<UInt8>, from source: TransportAddress, on socket: SocketToken, at arrival: Instant
  ) {
    sockets?.received(datagram, from: source, on: socket, at: arrival)
    carryOut()
  }

  public func receivedStream(_ bytes: Span<UInt8>, on connection: SocketToken, at arrival: Instant) {
    sockets?.receivedStream(bytes, on: connection, at: arrival)
    carryOut()
  }

  public func accepted(_ connection: SocketToken, from peer: TransportAddress, listener: SocketToken) {
    sockets?.sip.accepted(connection, from: peer)
  }

  public func closed(_ connection: SocketToken, reason: String) {
    sockets?.closed(connection, reason: reason)
    carryOut()
  }

  public func unreachable(_ destination: TransportAddress, on socket: SocketToken, error: Int32) {
    sockets?.unreachable(destination, on: socket, error: error)
    carryOut()
  }
}
