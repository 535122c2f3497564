import BridgeServer
import SansIO
import Testing

@Suite struct SignalUpgradeTests {
  @Test(arguments: [
    ("/rtc?access_token=t&sdk=js", SignalRequest.Version.v0), ("//rtc?access_token=t&sdk=js", .v0),
    ("/rtc/v1?access_token=t&sdk=js", .v1),
  ])
  func `an admitted request becomes a WebSocket whose first message is the bridge's`(
    path: String, version: SignalRequest.Version
  ) async throws {
    let bridge = FakeBridge()
    try await EdgeFixture.run(bridge) { port in
      let client = try RawConnection(port: port)
      try client.requestUpgrade(path)
      let reply = try client.readReply()
      #expect(reply.status == 101)
      // The answer to RFC 6455's own example of a key.
      #expect(reply.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
      #expect(try client.readFrame() == .binary("first"))
      #expect(try bridge.next() == .joined(1, path: version, query: ["access_token=t", "sdk=js"]))
      client.close()
      #expect(try bridge.next() == .closed(1))
    }
  }

  @Test func `messages go both ways as text or binary`() async throws {
    let bridge = FakeBridge()
    try await EdgeFixture.run(bridge) { port in
      let client = try RawConnection(port: port)
      try client.requestUpgrade("/rtc?access_token=t")
      // Before the answer is read, even before it is made.
      try client.sendFrame(2, Array("early".utf8))
      #expect(try client.readReply().status == 101)
      #expect(try client.readFrame() == .binary("first"))
      _ = try bridge.next()
      #expect(try bridge.next() == .received(1, "early", isText: false))
      try client.sendFrame(1, Array("{}".utf8))
      #expect(try bridge.next() == .received(1, "{}", isText: true))
      bridge.outlet(1)?.send(Array("b".utf8))
      bridge.outlet(1)?.send(Array("t".utf8), isText: true)
      #expect(try client.readFrame() == .binary("b"))
      #expect(try client.readFrame() == RawConnection.Frame(opcode: 1, payload: Array("t".utf8)))
    }
  }

  @Test func `what is sent right behind the admission follows the first message`() async throws {
    let bridge = FakeBridge { outlet in
      outlet.admit(first: [1])
      outlet.send([2])
      outlet.send([3])
      outlet.close()
      outlet.send([4])
    }
    try await EdgeFixture.run(bridge) { port in
      let client = try RawConnection(port: port)
      try client.requestUpgrade("/rtc?access_token=t")
      #expect(try client.readReply().status == 101)
      for byte in 1...3 { #expect(try client.readFrame().payload == [UInt8(byte)]) }
      #expect(try client.readFrame() == RawConnection.Frame(opcode: 8, payload: [0x03, 0xE8]))
      #expect(try client.readToEnd().isEmpty)
    }
  }

  @Test(arguments: [401, 404, 503])
  func `a declined request is answered with the bridge's status and words`(status: Int) async throws {
    let bridge = FakeBridge { $0.refuse(status: status, text: "because of \(status)") }
    try await EdgeFixture.run(bridge) { port in
      let client = try RawConnection(port: port)
      try client.requestUpgrade("/rtc/v1?access_token=t")
      let reply = try client.readReply()
      #expect(reply.status == status)
      #expect(reply.body == "because of \(status)")
      #expect(reply.headers["access-control-allow-origin"] == "*")
      #expect(reply.headers["content-type"] == "text/plain; charset=utf-8")
      #expect(try client.readToEnd().isEmpty)
    }
    #expect(bridge.rest == [.joined(1, path: .v1, query: ["access_token=t"])])
  }

  @Test func `a request that the door refuses never reaches the bridge`() async throws {
    let bridge = FakeBridge()
    try await EdgeFixture.run(bridge) { port in
      let client = try RawConnection(port: port)
      try client.requestUpgrade("/rtc")
      let reply = try client.readReply()
      #expect(reply.status == 401)
      #expect(reply.body == "no token")
    }
    #expect(bridge.rest.isEmpty)
  }

  @Test func `a bridge that does not answer is a 503, and hears that the client is gone`() async throws {
    let bridge = FakeBridge { _ in }
    var limits = EdgeLimits()
    limits.decision = .milliseconds(50)
    try await EdgeFixture.run(bridge, limits: limits) { port in
      let client = try RawConnection(port: port)
      try client.requestUpgrade("/rtc?access_token=t")
      let reply = try client.readReply()
      #expect(reply.status == 503)
      #expect(reply.body == "the bridge does not answer")
      _ = try bridge.next()
      #expect(try bridge.next() == .closed(1))
      // Too late, and harmless.
      bridge.outlet(1)?.admit(first: [1])
      #expect(try client.readToEnd().isEmpty)
    }
  }

  @Test(arguments: [true, false])
  func `a client that leaves while the bridge thinks is reported`(byReset: Bool) async throws {
    let bridge = FakeBridge { _ in }
    try await EdgeFixture.run(bridge) { port in
      let client = try RawConnection(port: port)
      try client.requestUpgrade("/rtc?access_token=t")
      _ = try bridge.next()
      if byReset { client.reset() } else { client.close() }
      #expect(try bridge.next() == .closed(1))
      bridge.outlet(1)?.admit(first: [1])
      bridge.outlet(1)?.send([2])
    }
    #expect(bridge.rest.isEmpty)
  }

  @Test(arguments: ["Sec-WebSocket-Version: 12", "Sec-WebSocket-Key: second"])
  func `a wrong handshake is a 400`(line: String) async throws {
    try await EdgeFixture.run { port in
      let client = try RawConnection(port: port)
      try client.requestUpgrade("/rtc?access_token=t", headers: [line])
      #expect(try client.readReply().status == 400)
    }
  }

  @Test func `one connection too many is a 503, and a place that is free again is used`() async throws {
    var limits = EdgeLimits()
    limits.signalConnections = 1
    let bridge = FakeBridge()
    try await EdgeFixture.run(bridge, limits: limits) { port in
      let first = try RawConnection(port: port)
      try first.requestUpgrade("/rtc?access_token=t")
      #expect(try first.readReply().status == 101)
      let second = try RawConnection(port: port)
      try second.requestUpgrade("/rtc?access_token=t")
      let reply = try second.readReply()
      #expect(reply.status == 503)
      #expect(reply.body == "too many signalling connections")
      first.close()
      _ = try bridge.next()
      #expect(try bridge.next() == .closed(1))
      let third = try RawConnection(port: port)
      try third.requestUpgrade("/rtc?access_token=t")
      #expect(try third.readReply().status == 101)
    }
  }

  @Test func `a target of 20 kB and one of 100 kB are read, one beyond the limit is a 400`() async throws {
    try await EdgeFixture.run { port in
      for (size, status) in [(20_000, 101), (100_000, 101), (140_000, 400)] {
        let client = try RawConnection(port: port)
        let filler = String(repeating: "x", count: size)
        try client.requestUpgrade("/rtc/v1?access_token=t&join_request=\(filler)")
        #expect(try client.readReply().status == status)
      }
    }
  }
}
