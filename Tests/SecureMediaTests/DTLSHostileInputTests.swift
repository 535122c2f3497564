import SansIO
import SecureMedia
import Testing

/// What others than the peer may send into an association.
@Suite struct DTLSHostileInputTests {
  private static func junk(_ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Samples.bytes(Int.random(in: 0...200, using: &generator), &generator)
    // Half of them look like records, of no epoch that is in use, or broken ones.
    if Bool.random(using: &generator), bytes.count > 13 {
      let length = UInt16(bytes.count - 13)
      bytes.replaceSubrange(0..<3, with: [UInt8.random(in: 20...23, using: &generator), 0xFE, 0xFD])
      bytes.replaceSubrange(3..<5, with: [0, UInt8.random(in: 2...9, using: &generator)])
      bytes.replaceSubrange(11..<13, with: [UInt8(length >> 8), UInt8(length & 0xFF)])
    }
    return bytes
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `junk before, within and after a handshake changes nothing`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let link = try DTLSLink()
    // A client that has not started takes nothing; a server takes the first record for its start.
    for _ in 0..<50 { link.deliver(Self.junk(&generator), to: 0) }
    #expect(link.ends[0].ignored == 50 && link.sent.isEmpty)
    for end in 0..<2 { link.act(end) { $0.start(at: $1) } }
    var delivered = 0
    while delivered < link.sent.count {
      let datagram = link.sent[delivered]
      delivered += 1
      for end in 0..<2 { for _ in 0..<5 { link.deliver(Self.junk(&generator), to: end) } }
      link.deliver(datagram.bytes, to: 1 - datagram.from)
    }
    #expect(link.keys(0) != nil && link.keys(0)?.local == link.keys(1)?.remote)
    for end in 0..<2 { for _ in 0..<200 { link.deliver(Self.junk(&generator), to: end) } }
    #expect(link.send([1, 2], from: 0))
    link.settle()
    #expect(link.heard(1).contains([1, 2]) && link.said.map(\.count) == [1, 2])
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `a handshake whose datagrams are changed on the way never ends in different keys`(seed: UInt64) throws
  {
    var generator = SeededGenerator(seed: seed)
    let link = try DTLSLink()
    link.loses = { _ in true }
    for end in 0..<2 { link.act(end) { $0.start(at: $1) } }
    var delivered = 0
    while delivered < min(link.sent.count, 100) {
      var datagram = link.sent[delivered]
      delivered += 1
      if Bool.random(using: &generator) {
        let place = Int.random(in: datagram.bytes.indices, using: &generator)
        datagram.bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
      }
      link.deliver(datagram.bytes, to: 1 - datagram.from)
    }
    if let client = link.keys(0), let server = link.keys(1) {
      #expect(client.local == server.remote && client.remote == server.local)
    }
    for said in link.said { #expect(said.count <= 2) }
  }

  @Test func `no bit of application data can be changed`() throws {
    let link = try DTLSLink()
    link.connect()
    #expect(link.send([1, 2, 3], from: 0))
    let record = try #require(link.sent.last?.bytes)
    for bit in 0..<(8 * record.count) {
      var changed = record
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      link.deliver(changed, to: 1)
    }
    #expect(link.said[1].count == 1)
    link.deliver(record, to: 1)
    #expect(link.heard(1) == [[1, 2, 3]])
  }

  @Test func `what is cut short is ignored`() throws {
    let link = try DTLSLink()
    link.loses = { _ in true }
    link.act(0) { $0.start(at: $1) }
    let hello = try #require(link.sent.first?.bytes)
    for length in hello.indices { link.deliver(Array(hello[..<length]), to: 1) }
    #expect(link.ends[1].ignored == hello.count && link.ends[1].nextDeadline == nil)
    link.deliver(hello, to: 1)
    #expect(link.sent.count > 1)
  }

  @Test func `a client without a certificate is turned away`() throws {
    let server = try DTLSConnection(
      role: .server, certificate: try Certificate(), peer: nil, at: .zero)
    let client = try BareClient(profiles: "SRTP_AEAD_AES_128_GCM")
    #expect(client.converse(with: server) == [.failed(.noPeerCertificate)])
  }

  @Test func `one certificate serves a hundred connections, in both roles`() throws {
    let certificate = try Certificate()
    for _ in 0..<100 {
      let link = DTLSLink(
        try DTLSConnection(
          role: .client, certificate: certificate, peer: certificate.fingerprint, at: .zero),
        try DTLSConnection(
          role: .server, certificate: certificate, peer: certificate.fingerprint, at: .zero))
      link.connect()
      #expect(link.keys(0) != nil && link.keys(1) != nil)
    }
  }
}
