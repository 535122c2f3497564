import BridgeServer
import Testing

@Suite struct PlainHTTPTests {
  @Test func `a connection is used again, at last for signalling`() async throws {
    try await EdgeFixture.run { port in
      let client = try RawConnection(port: port)
      for _ in 0..<3 { #expect(try client.request("GET", "/health").body == "fine") }
      // The last request overtakes none: its answer comes behind the pipelined one's.
      try client.send("GET /health HTTP/1.1\r\nHost: h\r\n\r\n")
      try client.requestUpgrade("/rtc?access_token=t")
      #expect(try client.readReply().body == "fine")
      #expect(try client.readReply().status == 101)
      #expect(try client.readFrame() == .binary("first"))
    }
  }

  @Test(arguments: ["/rtc", "/rtc/v1", "//rtc/", "/nothing"])
  func `an ordinary request to a path of signalling finds nothing`(path: String) async throws {
    let bridge = FakeBridge()
    try await EdgeFixture.run(bridge) { port in
      let reply = try RawConnection(port: port).request("GET", "\(path)?access_token=t")
      #expect(reply.status == 404)
      #expect(reply.headers["access-control-allow-origin"] == "*")
    }
    #expect(bridge.rest.isEmpty)
  }

  @Test(arguments: ["h2c", "websocket"])
  func `another upgrade is ignored, answered and the last request of its connection`(
    name: String
  ) async throws {
    try await EdgeFixture.run { port in
      let client = try RawConnection(port: port)
      let reply = try client.request("GET", "/health", headers: ["Connection: Upgrade", "Upgrade: \(name)"])
      #expect(reply.body == "fine")
      #expect(reply.headers["connection"] == "close")
      #expect(try client.readToEnd().isEmpty)
    }
  }

  @Test func `a preflight allows what it asks for`() async throws {
    try await EdgeFixture.run { port in
      let reply = try RawConnection(port: port).request(
        "OPTIONS", "/api/token",
        headers: [
          "Origin: http://page", "Access-Control-Request-Method: POST",
          "Access-Control-Request-Headers: authorization, x-own",
        ])
      #expect(reply.status == 204)
      #expect(reply.headers["access-control-allow-origin"] == "*")
      #expect(reply.headers["access-control-allow-headers"] == "authorization, x-own")
      #expect(reply.headers["access-control-allow-methods"]?.contains("POST") == true)
    }
  }

  @Test(arguments: [
    "\u{0}\u{1}\u{2}garbage\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
  ])
  func `garbage ends its own connection and no other`(text: String) async throws {
    try await EdgeFixture.run { port in
      let other = try RawConnection(port: port)
      #expect(try other.request("GET", "/health").body == "fine")
      let client = try RawConnection(port: port)
      try client.send(text)
      let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400"))
      #expect(try other.request("GET", "/health").body == "fine")
    }
  }
}
