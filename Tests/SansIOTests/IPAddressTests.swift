import SansIO
import Testing

@Suite struct IPAddressTests {
  @Test func `a loopback address is known as such`() {
    #expect(IPAddress("127.0.0.1")?.isLoopback == true)
  }
}
