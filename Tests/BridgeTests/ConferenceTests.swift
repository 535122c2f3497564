import Bridge
import PhoneLeg
import SDP
import SansIO
import Testing

/// Who hears whom.
@Suite struct ConferenceTests {
  private let tones: [Double] = [400, 1_000, 1_700]

  /// The levels at which each phone hears each tone, from half a second after the answer on.
  private func levels(_ phones: [VirtualPhone], _ world: BridgeWorld) -> [[Double]] {
    let steady = (world.now - .seconds(2))..<world.now
    return phones.map { phone in tones.prefix(phones.count).map { phone.heard.level(of: $0, steady) } }
  }

  private func conference(_ count: Int) -> (world: BridgeWorld, phones: [VirtualPhone]) {
    let world = BridgeWorld()
    let phones = (0..<count).map { number in
      let tone = Sound.tone(tones[number])
      return world.phone("phone-\(number)") { _ in tone }
    }
    for phone in phones { world.connect(phone) }
    world.run(for: .seconds(3))
    return (world, phones)
  }

  @Test(arguments: [2, 3])
  func `callers hear each other and not themselves`(count: Int) {
    let (world, phones) = conference(count)
    for (ear, levels) in levels(phones, world).enumerated() {
      for (mouth, level) in levels.enumerated() {
        if ear == mouth {
          #expect(level < -55, "phone \(ear) hears itself at \(level) dBm0")
        } else {
          #expect(abs(level + 20) < 0.5, "phone \(ear) hears \(mouth) at \(level) dBm0")
        }
      }
    }
  }

  @Test func `a lone caller hears silence`() {
    let (world, phones) = conference(1)
    let samples = phones[0].heard.samples(Instant.zero..<world.now)
    #expect(samples.count >= 140 * 160)
    #expect(samples.allSatisfy { $0 == 0 })
  }

  @Test func `a sum too loud for the line is clipped and never wraps`() {
    let world = BridgeWorld()
    let loud = Sound.audio([Int16](repeating: 32_124, count: 160))
    let phones = ["alice", "bob", "carol"].map { world.phone($0) { _ in loud } }
    for phone in phones { world.connect(phone) }
    world.run(for: .seconds(3))
    for phone in phones {
      let samples = phone.heard.samples(world.now - .seconds(1)..<world.now)
      #expect(samples.count >= 49 * 160)
      #expect(samples.allSatisfy { $0 == 32_124 })
    }
  }

  @Test func `packets leave every 20 ms without a gap`() {
    let (_, phones) = conference(2)
    for phone in phones {
      let packets = phone.heard.packets
      for (before, after) in zip(packets, packets.dropFirst()) {
        #expect(after.at - before.at == .milliseconds(20))
        #expect(after.sequenceNumber == before.sequenceNumber &+ 1)
      }
      #expect(packets.count >= 140)
    }
  }

  @Test func `who leaves is heard no more and the others go on`() {
    let (world, phones) = conference(3)
    world.act { phones[0].hangUp(at: $0) }
    world.run(for: .seconds(3))
    #expect(world.bridge.snapshot(at: world.now).calls.map(\.participants) == [2, 2])
    let steady = (world.now - .seconds(2))..<world.now
    #expect(phones[1].heard.level(of: tones[0], steady) < -55)
    #expect(abs(phones[1].heard.level(of: tones[2], steady) + 20) < 0.5)
    #expect(phones[0].heard.samples(steady).isEmpty)
  }

  @Test func `callers of different laws understand each other`() {
    let world = BridgeWorld()
    let (alice, bob) = (world.phone("alice") { _ in .tone(400) }, world.phone("bob") { _ in .tone(1_000) })
    alice.dial("blue", codecs: [.pcma], at: world.now)
    bob.dial("blue", codecs: [.pcmu], at: world.now)
    world.run(for: .seconds(3))
    let steady = (world.now - .seconds(2))..<world.now
    #expect(world.bridge.snapshot(at: world.now).calls.map(\.codec) == ["PCMA", "PCMU"])
    #expect(abs(alice.heard.level(of: 1_000, steady) + 20) < 0.5)
    #expect(abs(bob.heard.level(of: 400, steady) + 20) < 0.5)
  }

  @Test func `counts of the status agree with what was sent`() throws {
    let (world, phones) = conference(2)
    let row = try #require(world.bridge.snapshot(at: world.now).calls.first)
    #expect((140...152).contains(row.packetsReceived))
    #expect(row.packetsLost == 0)
    #expect(row.packetsSent - phones[0].heard.packets.count <= 1)
    #expect(try abs(#require(row.durationSeconds) - 3) < 0.05)
    #expect(try #require(row.silentSeconds) < 0.021)
    #expect(try #require(row.hangupInSeconds) > 9.97)
  }
}
