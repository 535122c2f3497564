import Connectivity
import RTP
import RoomLeg
import SansIO
import SecureMedia
import Testing

/// Both ends of a room leg against each other.
@Suite struct RoomTransportTests {
  private func openLink() throws -> TransportLink {
    let link = try TransportLink()
    link.run(for: .seconds(1))
    try #require(link.bridge.state == .open)
    try #require(link.participant.state == .open)
    return link
  }

  @Test func `without loss both ends open after one round trip of ICE and two of DTLS`() throws {
    let start = Instant.zero + .seconds(1)
    let link = try TransportLink()
    link.run(for: .seconds(1))
    // Check and answer, ClientHello and ServerHello…Done, then certificate…Finished and Finished. The server needs no
    // cookie: a proven path came before.
    let trip = TransportLink.delay * 2
    let opened = try #require(link.atParticipant.openedAt)
    #expect(opened - start <= trip * 4, "\(opened - start)")
    #expect(link.atParticipant.events == [.path(TransportLink.bridgeAddress), .open])
    #expect(link.atBridge.events == [.path(link.participantAddress), .open])
    #expect(link.bridge.refusals.unexpected + link.bridge.refusals.strangers == 0)
  }

  @Test func `media and reports pass both ways as they were`() throws {
    let link = try openLink()
    for number in 0..<5 {
      link.speak([1, 2, UInt8(number)])
      link.speak([9, 8, UInt8(number)], asBridge: true)
    }
    link.report()
    link.report(asBridge: true)
    link.run(for: .milliseconds(50))
    #expect(link.atBridge.payloads == (0..<5).map { [1, 2, $0] })
    #expect(link.atParticipant.payloads == (0..<5).map { [9, 8, $0] })
    #expect(link.atBridge.headers.allSatisfy { $0.ssrc == 77 && $0.payloadType == 111 })
    #expect(link.atBridge.controls.count == 1)
    #expect(link.atParticipant.controls.count == 1)
    #expect(!link.sent.contains { $0.count > 14 && Array($0[12..<15]) == [1, 2, 0] }, "sent in the clear")
  }

  @Test func `media before the transport is open does not leave and is not taken`() throws {
    let link = try TransportLink()
    #expect(!link.speak([1]))
    link.deliver(
      [0x80, 111] + [UInt8](repeating: 0, count: 40), from: link.participantAddress, isToBridge: true)
    #expect(link.bridge.refusals.unexpected == 1)
    #expect(link.atBridge.payloads.isEmpty)
  }

  @Test(arguments: [true, false])
  func `an end whose certificate is not the one described is refused`(atBridge: Bool) throws {
    let wrong = try Certificate().fingerprint
    let link = try TransportLink(
      bridgeExpects: atBridge ? wrong : nil, participantExpects: atBridge ? nil : wrong)
    link.run(for: .seconds(1))
    let transport = atBridge ? link.bridge : link.participant
    guard case .over(let reason) = transport.state else {
      Issue.record("still \(transport.state)")
      return
    }
    #expect(reason.contains("fingerprint") || reason.contains("certificate"), "\(reason)")
    #expect((atBridge ? link.atBridge : link.atParticipant).events.last == .over(reason))
    #expect(!link.speak([1], asBridge: atBridge))
    #expect(transport.nextDeadline == nil)
    link.run(for: .seconds(1))
    #expect(link.atBridge.payloads.isEmpty && link.atParticipant.payloads.isEmpty)
  }

  @Test(arguments: [true, false])
  func `a goodbye ends the other end at once`(byBridge: Bool) throws {
    let link = try openLink()
    link.close(asBridge: byBridge)
    link.run(for: .milliseconds(50))
    #expect((byBridge ? link.atParticipant : link.atBridge).events.last == .closedByPeer)
    #expect((byBridge ? link.participant : link.bridge).nextDeadline == nil)
    #expect((byBridge ? link.bridge : link.participant).state == .over("done"))
  }

  @Test func `what a stranger sends is refused, even if it is authentic`() throws {
    let link = try openLink()
    link.isConnected = false
    link.speak([1])
    let packet = try #require(link.sent.last)
    link.deliver(packet, from: TransportAddress(link.participantAddress.ip, 6_666), isToBridge: true)
    #expect(link.atBridge.payloads.isEmpty)
    #expect(link.bridge.refusals.strangers == 1)
    link.deliver(packet, from: link.participantAddress, isToBridge: true)
    #expect(link.atBridge.payloads == [[1]])
  }

  @Test func `a replayed and a forged packet are refused`() throws {
    let link = try openLink()
    link.speak([1, 2, 3])
    link.run(for: .milliseconds(20))
    var packet = try #require(link.sent.last)
    link.deliver(packet, from: link.participantAddress, isToBridge: true)
    #expect(link.bridge.refusals.replayed == 1)
    packet[3] &+= 1
    link.deliver(packet, from: link.participantAddress, isToBridge: true)
    #expect(link.bridge.refusals.forged == 1)
    #expect(link.atBridge.payloads == [[1, 2, 3]])
    link.speak([4])
    link.run(for: .milliseconds(20))
    #expect(link.atBridge.payloads == [[1, 2, 3], [4]])
  }

  @Test func `garbage of every class changes nothing`() throws {
    let link = try openLink()
    var generator = SeededGenerator(seed: 8)
    for first in UInt8.min...UInt8.max {
      for count in [0, 1, 11, 60] {
        let bytes = [first] + (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        link.deliver(bytes, from: link.participantAddress, isToBridge: true)
        link.deliver(bytes, from: TransportLink.bridgeAddress, isToBridge: false)
      }
    }
    link.deliver([], from: link.participantAddress, isToBridge: true)
    #expect(link.bridge.state == .open)
    #expect(link.participant.state == .open)
    link.speak([4])
    link.run(for: .milliseconds(20))
    #expect(link.atBridge.payloads == [[4]])
  }

  @Test func `the path follows a NAT that gives the participant another port`() throws {
    let link = try openLink()
    link.rebind(to: 50_001)
    // The next consent check comes from the new port and moves the path.
    link.run(for: .seconds(10))
    #expect(link.atBridge.events.last == .path(link.participantAddress))
    link.speak([1])
    link.speak([2], asBridge: true)
    link.run(for: .milliseconds(50))
    #expect(link.atBridge.payloads == [[1]])
    #expect(link.atParticipant.payloads == [[2]])
  }

  @Test func `an ICE restart keeps the media and the keys`() throws {
    let link = try openLink()
    var generator = SeededGenerator(seed: 40)
    let (near, far) = (ICECredentials(using: &generator), ICECredentials(using: &generator))
    link.act(asBridge: true) { transport, _ in transport.restart(local: near, remote: far, at: link.now) }
    link.speak([1])
    link.run(for: .milliseconds(20))
    link.act(asBridge: false) { transport, outlet in
      transport.restart(local: far, remote: near, at: link.now)
      transport.setRemote(
        near, fingerprint: TransportLink.certificates.bridge.fingerprint,
        candidates: [ICECandidate(host: TransportLink.bridgeAddress)], at: link.now)
      transport.flush(into: &outlet)
    }
    link.run(for: .seconds(40))
    #expect(link.bridge.state == .open)
    #expect(link.participant.state == .open)
    link.speak([2])
    link.speak([3], asBridge: true)
    link.run(for: .milliseconds(20))
    #expect(link.atBridge.payloads == [[1], [2]])
    #expect(link.atParticipant.payloads == [[3]])
    #expect(link.bridge.local == near)
  }

  @Test func `a participant that falls silent is given up after 30 seconds`() throws {
    let link = try openLink()
    link.isConnected = false
    let start = link.now
    link.run(for: .seconds(29))
    #expect(link.bridge.state == .open)
    link.run(for: .seconds(2))
    guard case .over(let reason)? = link.atBridge.events.last else {
      Issue.record("still \(link.bridge.state) after \(link.now - start)")
      return
    }
    #expect(reason.contains("30 s"))
    #expect(link.bridge.nextDeadline == nil)
  }
}
