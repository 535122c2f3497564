import Bridge
import Connectivity
import PhoneLeg
import RoomLeg
import RoomMessages
import SDP
import SansIO
import Testing
import VirtualWorld

/// The room port under fire: strangers, forgers, and networks that do odd things.
@Suite struct RoomPortTests {
  private static let roomPort = TransportAddress(.loopback, 7_882)

  private struct Duet {
    let world = BridgeWorld(BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007)))
    let phone: VirtualPhone
    let vera: Visitor
    let walt: Visitor

    init() throws {
      phone = world.phone("alice") { _ in .tone(400) }
      world.connect(phone)
      vera = try world.visitor("vera") { _ in hum(1_000) }
      walt = try world.visitor("walt") { _ in hum(1_700) }
      world.join(vera, walt)
      world.run(for: .seconds(1))
    }

    func expectUndisturbed(_ place: SourceLocation = #_sourceLocation) {
      for (ear, mouth, hertz) in [(vera, walt, 1_700.0), (walt, vera, 1_000.0)] {
        #expect(ear.leave == nil, sourceLocation: place)
        #expect(ear.packets(world.lately, of: mouth.trackSid) == 100, sourceLocation: place)
        #expect(
          abs(ear.level(of: hertz, in: mouth.trackSid, world.lately) + 20) < 1.5, sourceLocation: place)
        #expect(ear.strays == 0, sourceLocation: place)
      }
      #expect(abs(phone.heard.level(of: 1_000, world.lately) + 20) < 1.5, sourceLocation: place)
    }

    func send(_ bytes: [UInt8], from source: TransportAddress) {
      world.carry(bytes, from: source, to: RoomPortTests.roomPort)
    }
  }

  private static func stranger(_ number: Int) -> TransportAddress {
    TransportAddress(IPAddress(v4: 0x0A00_0000 + UInt32(number)), UInt16(1_024 + number % 60_000))
  }

  @Test func `a flood of strangers is counted and leaves nothing behind`() throws {
    let duet = try Duet()
    let before = duet.world.memory
    var generator = SeededGenerator(seed: 3)
    for number in 0..<4_000 {
      let first: [UInt8] = [0, 20, 22, 63, 64, 128, 200, 255]
      let body = (0..<Int(generator.next() % 80)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      duet.send([first[number % first.count]] + body, from: Self.stranger(number))
    }
    duet.world.run(for: .seconds(3))
    #expect(duet.world.strayDatagrams == 4_000)
    #expect(duet.world.memory["participantsByAddress"] == before["participantsByAddress"])
    #expect(duet.world.memory["participantsByFragment"] == before["participantsByFragment"])
    duet.expectUndisturbed()
  }

  @Test func `checks with unknown names or wrong passwords prove nothing`() throws {
    let duet = try Duet()
    let fragment = try #require(duet.vera.answer?.transport?.usernameFragment)
    let before = duet.world.memory
    var generator = SeededGenerator(seed: 4)
    for number in 0..<1_000 {
      let name = number % 2 == 0 ? "\(fragment):\(duet.vera.transport.local.ufrag)" : "nobody\(number):x"
      var check = STUNMessage(.request, transaction: TransactionID(using: &generator))
      check.username = Array(name.utf8)
      check.priority = 1
      check.usesCandidate = true
      check.role = .controlling(tieBreaker: 1)
      duet.send(check.encoded(key: Array("a wrong password of no use".utf8)), from: Self.stranger(number))
    }
    duet.world.run(for: .seconds(3))
    #expect(duet.world.strayDatagrams == 500)
    #expect(duet.world.memory["participantsByAddress"] == before["participantsByAddress"])
    #expect(duet.world.largestMemory(of: "vera") <= 16)
    duet.expectUndisturbed()
  }

  @Test func `every datagram twice is heard once`() throws {
    let duet = try Duet()
    duet.world.onTheWayIn = { [$0, $0] }
    duet.world.run(for: .seconds(3))
    duet.expectUndisturbed()
    let packets = try #require(duet.walt.heard[duet.vera.trackSid ?? ""]).packets
    for (before, after) in zip(packets, packets.dropFirst()) {
      #expect(after.sequenceNumber == before.sequenceNumber &+ 1)
    }
  }

  @Test func `a forgery before every datagram changes nothing`() throws {
    let duet = try Duet()
    duet.world.onTheWayIn = { datagram in
      var forged = datagram
      forged.bytes[forged.bytes.count - 1] ^= 0x55
      var cut = datagram
      cut.bytes.removeLast(cut.bytes.count / 2)
      return [forged, cut, datagram]
    }
    duet.world.run(for: .seconds(3))
    duet.expectUndisturbed()
  }

  @Test func `media with a participant's keys but from another's address is not heard`() throws {
    let duet = try Duet()
    let (vera, walt) = (duet.vera.ip, duet.walt.ip)
    duet.world.onTheWayIn = { datagram in
      guard datagram.from.ip == vera, datagram.bytes[0] >= 128 else { return [datagram] }
      var stolen = datagram
      stolen.from = TransportAddress(walt, datagram.from.port)
      return [stolen]
    }
    duet.world.run(for: .seconds(3))
    #expect(duet.walt.packets(duet.world.lately, of: duet.vera.trackSid) == 0)
    #expect(duet.phone.heard.level(of: 1_000, duet.world.lately) < -45)
    #expect(abs(duet.phone.heard.level(of: 1_700, duet.world.lately) + 20) < 1.5)
  }

  @Test func `handshake garbage from a participant's own address changes nothing`() throws {
    let duet = try Duet()
    var generator = SeededGenerator(seed: 5)
    for number in 0..<500 {
      let type: UInt8 = [20, 21, 22, 23, 25, 63][number % 6]
      let body = (0..<Int(generator.next() % 200)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      duet.send(
        [type, 0xFE, 0xFD, 0, UInt8(number % 2)] + body, from: TransportAddress(duet.vera.ip, duet.vera.port))
    }
    duet.world.run(for: .seconds(3))
    duet.expectUndisturbed()
  }

  @Test func `a NAT that gives a participant another port loses nothing but a moment`() throws {
    let duet = try Duet()
    duet.vera.port = 51_111
    duet.world.run(for: .seconds(15))
    duet.expectUndisturbed()
    #expect(duet.vera.events.last == .open)
  }

  @Test func `a participant whose network is gone is sent away after 30 seconds, its room goes on`() throws {
    let duet = try Duet()
    let vera = duet.vera.ip
    duet.world.onTheWayIn = { $0.from.ip == vera ? [] : [$0] }
    duet.world.run(for: .seconds(40))
    #expect(duet.vera.leave?.reason == .connectionTimeout)
    #expect(duet.walt.leave == nil)
    #expect(duet.world.departures == ["vera connection-lost"])
    #expect(abs(duet.phone.heard.level(of: 1_700, duet.world.lately) + 20) < 1.5)
  }
}
