import SansIO
import SecureMedia
import Testing

@Suite struct DTLSConnectionTests {
  @Test(arguments: SRTPProfile.allCases)
  func `both ends agree on keys, and media passes under them`(profile: SRTPProfile) throws {
    let link = try DTLSLink(server: [profile])
    link.connect()
    let (client, server) = (try #require(link.keys(0)), try #require(link.keys(1)))
    #expect(client.profile == profile && server.profile == profile)
    #expect(client.local == server.remote && client.remote == server.local)
    #expect(client.local != client.remote)
    #expect(client.local.key.count == profile.keySize && client.local.salt.count == profile.saltSize)
    for (near, far) in [(client, server), (server, client)] {
      let sender = SRTPSender(profile: near.profile, master: near.local)
      let receiver = SRTPReceiver(profile: far.profile, master: far.remote)
      let rtp = Samples.rtp(7)
      var (packet, plain) = (rtp, [UInt8]())
      #expect(sender.protect(&packet))
      #expect(receiver.unprotect(packet.span, into: &plain) == .authentic)
      #expect(plain == rtp)
    }
  }

  @Test func `the handshake takes no time, few datagrams, and fits every path`() throws {
    let link = try DTLSLink()
    link.connect()
    #expect(link.said.map(\.count) == [1, 1])
    #expect(link.sent.count <= 10)
    #expect(link.sent.allSatisfy { $0.bytes.count <= DTLSConnection.maximumTransmissionUnit })
    #expect(link.ends.allSatisfy { $0.ignored == 0 && $0.lost == 0 })
    // Nothing is left to be done.
    #expect(link.ends.allSatisfy { $0.nextDeadline == nil })
  }

  @Test func `the server's preference decides, and no two sessions have a key in common`() throws {
    let link = try DTLSLink(
      client: [.aeadAES128GCM, .aesCM128HMACSHA1_80], server: [.aesCM128HMACSHA1_80, .aeadAES128GCM])
    link.connect()
    #expect(link.keys(0)?.profile == .aesCM128HMACSHA1_80)
    let other = try DTLSLink(server: [.aesCM128HMACSHA1_80])
    other.connect()
    #expect(other.keys(0)?.local != link.keys(0)?.local)
  }

  @Test func `without a common profile there is no connection`() throws {
    let link = try DTLSLink(client: [.aeadAES128GCM], server: [.aesCM128HMACSHA1_80])
    link.connect()
    #expect(link.said.allSatisfy { $0.count == 1 } && link.keys(0) == nil && link.keys(1) == nil)
    #expect(link.said[0] == [.failed(.noCommonProfile)] || link.said[1] == [.failed(.noCommonProfile)])
  }

  @Test(arguments: [0, 1])
  func `an end that is shown another certificate refuses it, and tells the other`(end: Int) throws {
    let certificates = [try Certificate(), try Certificate()]
    let wrong = try Certificate().fingerprint
    let link = DTLSLink(
      try DTLSConnection(
        role: .client, certificate: certificates[0], peer: end == 0 ? wrong : certificates[1].fingerprint,
        at: .zero),
      try DTLSConnection(
        role: .server, certificate: certificates[1], peer: end == 1 ? wrong : certificates[0].fingerprint,
        at: .zero))
    link.connect()
    #expect(link.said[end] == [.failed(.fingerprintMismatch)])
    guard case .failed(.protocolFailure)? = link.said[1 - end].first, link.said[1 - end].count == 1 else {
      Issue.record("the other end said \(link.said[1 - end])")
      return
    }
    #expect(link.ends.allSatisfy { $0.nextDeadline == nil })
    // It is over for good.
    let before = link.said
    link.connect()
    #expect(link.said == before)
  }

  @Test func `a fingerprint may be known by any of the hash functions`() throws {
    let (mine, theirs) = (try Certificate(), try Certificate())
    // Right by its length and hash, wrong by its bytes.
    let sha512 = Fingerprint(hash: .sha512, bytes: [UInt8](repeating: 1, count: 64))
    let link = DTLSLink(
      try DTLSConnection(role: .client, certificate: mine, peer: sha512, at: .zero),
      try DTLSConnection(role: .server, certificate: theirs, peer: mine.fingerprint, at: .zero))
    link.connect()
    #expect(link.said[0] == [.failed(.fingerprintMismatch)])
  }

  /// A link whose server does not know yet whom to expect.
  private func unsure() throws -> (link: DTLSLink, client: Certificate) {
    let (mine, theirs) = (try Certificate(), try Certificate())
    let link = DTLSLink(
      try DTLSConnection(role: .client, certificate: mine, peer: theirs.fingerprint, at: .zero),
      try DTLSConnection(role: .server, certificate: theirs, peer: nil, at: .zero))
    link.connect()
    #expect(link.keys(0) != nil && link.said[1].isEmpty)
    return (link, mine)
  }

  @Test func `a fingerprint that comes after the handshake establishes the connection`() throws {
    let (link, client) = try unsure()
    // What the client says before is not believed.
    #expect(link.send([1, 2, 3], from: 0))
    link.settle()
    #expect(!link.send([9], from: 1))
    link.act(1) { end, _ in #expect(end.expect(client.fingerprint)) }
    #expect(link.keys(1)?.remote == link.keys(0)?.local)
    #expect(link.send([4, 5], from: 0))
    link.settle()
    #expect(link.heard(1) == [[4, 5]])
    link.act(1) { end, _ in #expect(!end.expect(client.fingerprint)) }
  }

  @Test func `a wrong fingerprint that comes late ends the connection, none does after 30 s`() throws {
    let (link, _) = try unsure()
    let wrong = try Certificate().fingerprint
    link.act(1) { end, _ in end.expect(wrong) }
    link.settle()
    #expect(link.said[1] == [.failed(.fingerprintMismatch)])
    #expect(link.said[0].last == .closed)
    let (other, _) = try unsure()
    other.run(until: .zero + .seconds(40))
    #expect(other.said[1] == [.failed(.fingerprintUnknown)])
    let end = try #require(other.firstWord[1])
    #expect(end >= .zero + .seconds(30) && end < .zero + .seconds(30.001))
  }

  @Test func `application data goes both ways, in records of up to 1,200 bytes`() throws {
    let link = try DTLSLink()
    #expect(!link.send([1], from: 0))
    link.connect()
    let longest = [UInt8](repeating: 7, count: DTLSConnection.maximumApplicationData)
    for end in 0..<2 {
      #expect(!link.send([], from: end))
      #expect(!link.send(longest + [0], from: end))
      #expect(link.send([UInt8(end)], from: end))
      #expect(link.send(longest, from: end))
    }
    link.settle()
    #expect(link.heard(0) == [[1], longest] && link.heard(1) == [[0], longest])
  }

  @Test(arguments: [0, 1])
  func `an end that closes tells the other`(end: Int) throws {
    let link = try DTLSLink()
    link.connect()
    link.act(end) { $0.close(at: $1) }
    link.settle()
    #expect(link.said.map(\.last) == [.closed, .closed] && link.said.map(\.count) == [2, 2])
    #expect(!link.send([1], from: 0) && !link.send([1], from: 1))
    link.act(end) { $0.close(at: $1) }
    #expect(link.said[end].count == 2)
  }

  @Test func `outputs that nobody takes are bounded, and application data then lost`() throws {
    let link = try DTLSLink()
    link.connect()
    var datagrams: [[UInt8]] = []
    link.act(0) { end, now in
      for number in 0..<200 { end.send([UInt8(number)].span, at: now) }
    }
    datagrams += link.sent.suffix(200).map(\.bytes)
    link.act(0) { end, now in
      for number in 0..<200 { end.send([UInt8(number)].span, at: now) }
    }
    datagrams += link.sent.suffix(200).map(\.bytes)
    link.act(1) { end, now in
      for datagram in datagrams { end.receive(datagram.span, at: now) }
    }
    #expect(link.heard(1).count == DTLSConnection.outputLimit)
    #expect(link.ends[1].lost == 400 - DTLSConnection.outputLimit)
  }
}
