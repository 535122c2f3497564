import SansIO
import Testing

@Suite struct TransportAddressTests {
  @Test(arguments: ["127.0.0.1:5060", "0.0.0.0:0", "[::1]:5060", "[2001:db8::1]:65535"])
  func `an address with a port is read and printed alike`(text: String) {
    #expect(TransportAddress(text)?.description == text)
  }

  @Test func `host and port are told apart`() {
    #expect(TransportAddress("[::1]:80") == TransportAddress(IPAddress(v6High: 0, low: 1), 80))
    #expect(TransportAddress("127.0.0.1:80") == TransportAddress(.loopback, 80))
  }

  @Test(arguments: [
    "", ":", "127.0.0.1", "127.0.0.1:", ":5060", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1",
    "127.0.0.1: 1",
    "localhost:5060", "::1", "::1:5060", "[::1]", "[::1]5060", "[127.0.0.1]:5060", "127.0.0.1:50 60",
  ])
  func `anything else is refused`(text: String) {
    #expect(TransportAddress(text) == nil)
  }
}
