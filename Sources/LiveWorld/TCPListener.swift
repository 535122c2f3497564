import CSockets
import Glibc
public import SansIO

/// A non-blocking listening TCP socket. One thread's property.
public final class TCPListener {
  let descriptor: Descriptor
  /// The address the socket is bound to, with the real port.
  public let boundAddress: TransportAddress

  /// Listens at `address`; port 0 lets the kernel choose.
  public init(bind address: TransportAddress) throws(SocketError) {
    let subject = "TCP listener"
    descriptor = try Descriptor(cs_open_stream(Int32(address.ip.kernelFamily))) {
      SocketError(.open, subject, address, code: $0)
    }
    var wanted = cs_address(address)
    let bound = cs_bind(descriptor.number, &wanted)
    guard bound == 0 else { throw SocketError(.bind, subject, address, code: -bound) }
    let listening = cs_listen(descriptor.number, 1024)
    guard listening == 0 else { throw SocketError(.listen, subject, address, code: -listening) }
    boundAddress = try TransportAddress.bound(descriptor.number)
  }

  /// The next waiting connection; `nil` when none waits.
  public func accept() throws(SocketError) -> TCPConnection? {
    var peer = cs_address()
    while true {
      let accepted = cs_accept(descriptor.number, &peer)
      switch -accepted {
      case EAGAIN: return nil
      // The peer was gone before we came, or a signal: the next one, then.
      case ECONNABORTED, EINTR, EPROTO: continue
      default: break
      }
      guard accepted >= 0 else { throw SocketError(.accept, "TCP listener", boundAddress, code: -accepted) }
      return TCPConnection(accepted: accepted, peer: TransportAddress(peer))
    }
  }
}
