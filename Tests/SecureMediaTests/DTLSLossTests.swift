import SansIO
import SecureMedia
import Testing

/// Handshakes over links that lose datagrams.
@Suite struct DTLSLossTests {
  @Test func `any one datagram may be lost, and is sent again after a quarter of a second`() throws {
    let clean = try DTLSLink()
    clean.connect()
    let count = clean.sent.count
    #expect(count >= 4)
    for number in 0..<count {
      let link = try DTLSLink()
      link.loses = { $0 == number }
      link.connect()
      #expect(link.keys(0) == nil || link.keys(1) == nil, "datagram \(number)")
      link.run(until: .zero + .seconds(10))
      #expect(link.keys(0)?.local == link.keys(1)?.remote && link.keys(0) != nil, "datagram \(number)")
      let last = link.firstWord.compactMap(\.self).max()
      #expect(last.map { $0 >= .zero + .milliseconds(235) && $0 <= .zero + .milliseconds(520) } == true)
      #expect(link.said.map(\.count) == [1, 1])
      // A flight that is sent again is again one datagram.
      #expect(link.sent.count <= count + 4)
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a third of loss is overcome`(seed: UInt64) throws {
    let link = try DTLSLink()
    var generator = SeededGenerator(seed: seed)
    link.loses = { _ in generator.unit() < 0.33 }
    link.connect()
    link.run(until: .zero + .seconds(29))
    #expect(link.keys(0) != nil && link.keys(0)?.local == link.keys(1)?.remote)
    #expect(link.keys(0)?.remote == link.keys(1)?.local)
    #expect(link.sent.count < 200)
  }

  @Test func `a client without an answer asks again, ever more seldom, and gives up after 30 s`() throws {
    let link = try DTLSLink()
    var instants: [Interval] = []
    link.loses = { [unowned link] _ in
      instants.append(link.now - .zero)
      return true
    }
    link.connect()
    link.run(until: .zero + .seconds(60))
    #expect(link.said[0] == [.failed(.timedOut)] && link.said[1] == [.failed(.timedOut)])
    for end in link.firstWord {
      #expect(end.map { $0 >= .zero + .seconds(30) && $0 < .zero + .seconds(30.001) } == true)
    }
    // 0, 0.25, 0.75, 1.75, 3.75, 7.75, 12.75, 17.75, 22.75, 27.75 s.
    let pauses = zip(instants.dropFirst(), instants).map { ($0 - $1).seconds }
    #expect(pauses.count == 9)
    for (pause, expected) in zip(pauses, [0.25, 0.5, 1, 2, 4, 5, 5, 5, 5]) {
      #expect(abs(pause - expected) < 0.016)
    }
    #expect(link.ends.allSatisfy { $0.nextDeadline == nil })
  }

  @Test func `a server waits 30 s for a client that never comes`() throws {
    let link = try DTLSLink()
    link.act(1) { $0.start(at: $1) }
    #expect(link.ends[1].nextDeadline == .zero + .seconds(30))
    link.run(until: .zero + .seconds(31))
    #expect(link.said[1] == [.failed(.timedOut)] && link.said[0].isEmpty)
  }

  @Test func `datagrams that come twice or in any order change nothing`() throws {
    let recorded = try DTLSLink()
    recorded.connect()
    #expect(recorded.send([1], from: 0))
    let data = try #require(recorded.sent.last?.bytes)
    recorded.settle()
    for _ in 0..<3 {
      // The whole conversation once more; none of it is new.
      for datagram in recorded.sent { recorded.deliver(datagram.bytes, to: 1 - datagram.from) }
    }
    recorded.deliver(data, to: 1)
    recorded.settle()
    #expect(recorded.heard(1) == [[1]])
    #expect(recorded.said.map(\.count) == [1, 2])
    #expect(recorded.send([2], from: 1))
    recorded.settle()
    #expect(recorded.heard(0) == [[2]])
  }
}
