import Connectivity
import SansIO
import Testing

/// What strangers may send: nothing of it may crash an agent, connect it, or fill its memory.
struct HostileInputTests {
  private let local = ICECredentials.test(1)
  private let remote = ICECredentials.test(2)
  private let source = TransportAddress.test(9, 4_000)

  private func lite() -> ICELiteAgent {
    var agent = ICELiteAgent(local: local, at: .zero)
    agent.setRemote(remote)
    return agent
  }

  private func controlling() -> ICEControllingAgent {
    var agent = ICEControllingAgent(
      local: local, tieBreaker: 5, using: SeededGenerator(seed: 6), at: .zero)
    agent.setRemote(remote, candidates: [ICECandidate(host: source)], at: .zero)
    while agent.poll() != nil {}
    return agent
  }

  private func check() -> [UInt8] {
    var request = STUNMessage(.request, transaction: TransactionID(high: 1, low: 2))
    request.username = [UInt8]("\(local.ufrag):\(remote.ufrag)".utf8)
    request.priority = 7
    request.role = .controlling(tieBreaker: 8)
    request.usesCandidate = true
    return request.encoded(key: [UInt8](local.password.utf8))
  }

  /// Feeds `corpus` to both agents, a microsecond apart; answers how many of the datagrams made a path valid.
  private func feed(_ corpus: [[UInt8]], polling: Bool) -> (accepted: Int, waiting: Int) {
    var accepted = 0
    var (quiet, busy) = (lite(), controlling())
    for (index, datagram) in corpus.enumerated() {
      let now = Instant.zero + .microseconds(Int64(index))
      var fresh = lite()
      fresh.receive(datagram.span, from: source, at: now)
      if fresh.isValid(source) { accepted += 1 }
      quiet.receive(datagram.span, from: source, at: now)
      busy.receive(datagram.span, from: .test(UInt32(index % 200), 1), at: now)
      _ = ICELiteAgent.localFragment(of: datagram.span)
      _ = DatagramClass(of: datagram.span)
      if polling {
        while quiet.poll() != nil {}
        while busy.poll() != nil {}
      }
    }
    var waiting = 0
    while quiet.poll() != nil { waiting += 1 }
    while busy.poll() != nil { waiting += 1 }
    return (accepted, waiting)
  }

  @Test func `random bytes, with and without a STUN header, are passed over`() {
    var generator = SeededGenerator(seed: 11)
    let corpus = (0..<10_000).map { index in
      var bytes = (0..<Int(generator.next() % 120)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      if index % 2 == 0, bytes.count >= 20 {
        bytes.replaceSubrange(
          0..<8, with: [UInt8(index % 4), 1, 0, UInt8(bytes.count - 20), 0x21, 0x12, 0xA4, 0x42])
      }
      return bytes
    }
    #expect(feed(corpus, polling: true).accepted == 0)
  }

  @Test func `a message cut at any length is none`() {
    let whole = [check(), STUNMessageTests.request, STUNMessageTests.response, STUNMessageTests.responseV6]
    for message in whole {
      for length in 0..<message.count {
        let cut = [UInt8](message.prefix(length))
        #expect((try? STUNMessage(parsing: cut.span)) == nil)
        guard length >= 20 else { continue }
        var fitted = cut
        fitted[2] = 0
        fitted[3] = UInt8(length - 20)
        if let read = try? STUNMessage(parsing: fitted.span) {
          // The fingerprint alone may be missing: it protects nothing.
          let isWhole = message == check() && length == message.count - 8
          #expect(read.isAuthentic(in: fitted, key: [UInt8](local.password.utf8)) == isWhole)
          #expect(read.hasFingerprint == false)
          if isWhole { continue }
        }
        #expect(feed([cut, fitted], polling: true).accepted == 0)
      }
    }
  }

  @Test func `an attribute length beyond the message is an error at every attribute`() {
    let message = check()
    var offset = 20
    var attributes = 0
    while offset < message.count {
      let length = Int(message[offset + 2]) << 8 | Int(message[offset + 3])
      for overrun in [message.count - offset - 3, message.count, 0xFFFF] {
        var changed = message
        changed[offset + 2] = UInt8(overrun >> 8)
        changed[offset + 3] = UInt8(overrun & 0xFF)
        #expect((try? STUNMessage(parsing: changed.span)) == nil)
        #expect(feed([changed], polling: true).accepted == 0)
      }
      offset += 4 + (length + 3) & ~3
      attributes += 1
    }
    #expect(attributes == 6)
  }

  @Test func `no mutation of a check is accepted, and unread answers stay bounded`() {
    var generator = SeededGenerator(seed: 12)
    let message = check()
    let corpus = (0..<10_000).map { _ in
      var bytes = message
      for _ in 0..<Int(1 + generator.next() % 4) {
        let place = Int(generator.next() % UInt64(bytes.count))
        bytes[place] ^= UInt8(truncatingIfNeeded: 1 + generator.next() % 255)
      }
      // A right fingerprint half of the time, so that the integrity has to tell.
      if generator.next() % 2 == 0 { bytes = refingerprinted(bytes) }
      return bytes
    }
    // Behind the integrity there is the fingerprint only: what destroys it is no STUN, what turns it into
    // another attribute is passed over.
    let protected = message.count - 8
    let harmless = corpus.filter {
      $0.prefix(protected) == message.prefix(protected) && (try? STUNMessage(parsing: $0.span)) != nil
    }
    #expect(harmless.count < 200)
    let outcome = feed(corpus, polling: false)
    #expect(outcome.accepted == harmless.count)
    #expect(outcome.waiting <= 2 * 72)
    #expect(feed([message], polling: true).accepted == 1)
  }

  @Test func `a flood of authentic checks leaves a bounded queue`() {
    var (quiet, busy) = (lite(), controlling())
    for index in 0..<10_000 {
      quiet.receive(check().span, from: .test(UInt32(index % 200), UInt16(index)), at: .zero)
      busy.receive(check().span, from: .test(UInt32(index % 200), UInt16(index)), at: .zero)
    }
    var waiting = 0
    while quiet.poll() != nil { waiting += 1 }
    #expect(waiting == 72)
    while busy.poll() != nil { waiting += 1 }
    #expect(waiting <= 144)
  }

  /// `bytes` with the last four made right, if its last attribute still is a fingerprint.
  private func refingerprinted(_ bytes: [UInt8]) -> [UInt8] {
    var checksum = UInt32.max
    for byte in bytes.dropLast(8) {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = checksum & 1 == 1 ? 0xEDB8_8320 ^ checksum >> 1 : checksum >> 1 }
    }
    var result = [UInt8](bytes.dropLast(4))
    result.appendBigEndian(~checksum ^ 0x5354_554E)
    return result
  }
}
