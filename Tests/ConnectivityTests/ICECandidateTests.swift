import Connectivity
import SansIO
import Testing

struct ICECandidateTests {
  @Test func `the line of the Python client is read`() throws {
    let line =
      "candidate:244160276 1 udp 2122194687 192.0.2.7 58777 typ host generation 0 ufrag rsNv network-id 1"
    let candidate = try #require(ICECandidate(line))
    #expect(candidate.foundation == "244160276")
    #expect(candidate.component == 1)
    #expect(candidate.transport == .udp)
    #expect(candidate.priority == 2_122_194_687)
    #expect(candidate.address == TransportAddress("192.0.2.7:58777"))
    #expect(candidate.kind == .host)
    #expect(candidate.description == "candidate:244160276 1 udp 2122194687 192.0.2.7 58777 typ host")
  }

  @Test func `an attribute line with IPv6, capitals and a line end is read`() throws {
    let line = "a=candidate:a+/9 1 UDP 1677729535 2001:db8::7 9 typ srflx raddr 10.0.0.1 rport 8998\r\n"
    let candidate = try #require(ICECandidate(line))
    #expect(candidate.address == TransportAddress("[2001:db8::7]:9"))
    #expect(candidate.kind == .serverReflexive)
    #expect(candidate.transport == .udp)
  }

  @Test func `a TCP candidate is read as one`() throws {
    let line = "candidate:3 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active"
    #expect(ICECandidate(line)?.transport == .tcp)
  }

  @Test(
    arguments: [
      "candidate:1 1 udp 2113937151 0f3d2c1e-93a8-4a1c-9a0b-111213141516.local 54400 typ host generation 0",
      "", "candidate:", "a=", "candidate:1 1 udp", "candidate 1 1 udp 1 192.0.2.7 1 typ host",
      "candidate:1 0 udp 1 192.0.2.7 1 typ host", "candidate:1 257 udp 1 192.0.2.7 1 typ host",
      "candidate:1 1 sctp 1 192.0.2.7 1 typ host", "candidate:1 1 udp 0 192.0.2.7 1 typ host",
      "candidate:1 1 udp 2147483648 192.0.2.7 1 typ host", "candidate:1 1 udp -1 192.0.2.7 1 typ host",
      "candidate:1 1 udp 99999999999999999999 192.0.2.7 1 typ host",
      "candidate:1 1 udp 1 192.0.2.7 65536 typ host", "candidate:1 1 udp 1 192.0.2.7 1 type host",
      "candidate:1 1 udp 1 192.0.2.7 1 typ", "candidate:1 1 udp 1 192.0.2.7 1 typ guest",
      "candidate:1 1 udp 1 192.0.2 1 typ host", "candidate:ä 1 udp 1 192.0.2.7 1 typ host",
      "candidate:123456789012345678901234567890123 1 udp 1 192.0.2.7 1 typ host",
      "candidate:1  1 udp 1 192.0.2.7 1 typ host",
    ])
  func `names, other lines and malformed ones are none`(line: String) {
    #expect(ICECandidate(line) == nil)
  }

  @Test func `priorities follow the formula`() {
    #expect(ICECandidate.priority(.host, localPreference: 65_535, component: 1) == 2_130_706_431)
    #expect(ICECandidate.priority(.peerReflexive, localPreference: 65_535, component: 1) == 1_862_270_975)
    #expect(ICECandidate.priority(.serverReflexive, localPreference: 65_535, component: 2) == 1_694_498_814)
    #expect(ICECandidate.priority(.relay, localPreference: 0, component: 256) == 0)
  }

  @Test func `what is written is read back`() throws {
    let addresses = try ["127.0.0.1:7882", "[2001:db8::1]:7882"].map { try #require(TransportAddress($0)) }
    for address in addresses {
      var candidate = ICECandidate(host: address, foundation: "x", localPreference: 7)
      for kind in [ICECandidate.Kind.host, .serverReflexive, .peerReflexive, .relay] {
        candidate.kind = kind
        #expect(ICECandidate("\(candidate)") == candidate)
        #expect(ICECandidate("a=\(candidate)") == candidate)
      }
    }
    let loopback = ICECandidate(host: addresses[0])
    #expect("\(loopback)" == "candidate:1 1 udp 2130706431 127.0.0.1 7882 typ host")
  }

  @Test func `no mutation of a line makes it crash`() {
    let line = [UInt8](
      "a=candidate:1 1 udp 1677729535 2001:db8::7 9 typ srflx raddr 10.0.0.1 rport 8998".utf8)
    var generator = SeededGenerator(seed: 8)
    var read = 0
    for _ in 0..<10_000 {
      var bytes = line
      for _ in 0..<Int(1 + generator.next() % 3) {
        bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      if generator.next() % 4 == 0 { bytes.removeLast(Int(generator.next() % UInt64(bytes.count))) }
      if ICECandidate(String(decoding: bytes, as: UTF8.self)) != nil { read += 1 }
    }
    #expect((100..<9_900).contains(read))
  }
}
