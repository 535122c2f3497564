import Glibc
import LiveWorld
import SansIO
import Testing

@Suite struct SocketErrorTests {
  @Test func `a port in use is named with what to do`() throws {
    let holder = try UDPSocket(bind: anyPort)
    let error = #expect(throws: SocketError.self) { try UDPSocket(bind: holder.boundAddress) }
    let text = try #require(error).description
    #expect(error?.code == EADDRINUSE)
    #expect(
      text.hasPrefix("cannot bind UDP socket \(holder.boundAddress): Address already in use (EADDRINUSE); "))
    #expect(text.contains("choose another port"))
  }

  @Test func `a listener's port in use is named too`() throws {
    let holder = try TCPListener(bind: anyPort)
    let error = #expect(throws: SocketError.self) { try TCPListener(bind: holder.boundAddress) }
    #expect(error?.address == holder.boundAddress)
    #expect(error?.operation == .bind || error?.operation == .listen)
    #expect(error?.code == EADDRINUSE)
  }

  @Test func `an address of another machine is refused with its reason`() throws {
    let foreign = try #require(TransportAddress("192.0.2.1:5060"))
    let error = #expect(throws: SocketError.self) { try UDPSocket(bind: foreign) }
    #expect(error?.code == EADDRNOTAVAIL)
    #expect(error?.description.contains("192.0.2.1:5060") == true)
  }

  @Test func `an error without advice ends after its reason`() {
    let error = SocketError(.poll, "event loop", code: EBADF)
    #expect(error.description == "cannot watch event loop: Bad file descriptor (EBADF)")
  }

  @Test(arguments: ["127.0.0.1:0", "127.200.3.4:0", "[::1]:0"])
  func `the bound address has the real port`(text: String) throws {
    let wanted = try #require(TransportAddress(text))
    let socket = try UDPSocket(bind: wanted)
    #expect(socket.boundAddress.ip == wanted.ip)
    #expect(socket.boundAddress.port != 0)
  }
}
