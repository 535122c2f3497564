import BridgeServer
import Dispatch
import SansIO
import Testing

@Suite struct SignalFrameTests {
  /// Runs `body` with a client whose signalling connection is open.
  private func connected(
    _ bridge: FakeBridge, limits: EdgeLimits = EdgeLimits(), receiveBuffer: Int32? = nil,
    _ body: @escaping @Sendable (RawConnection) throws -> Void
  ) async throws {
    try await EdgeFixture.run(bridge, limits: limits) { port in
      let client = try RawConnection(port: port, receiveBuffer: receiveBuffer)
      try client.requestUpgrade("/rtc?access_token=t")
      #expect(try client.readReply().status == 101)
      #expect(try client.readFrame() == .binary("first"))
      _ = try bridge.next()
      try body(client)
    }
  }

  private func close(_ code: UInt16) -> RawConnection.Frame {
    RawConnection.Frame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 0xFF)])
  }

  @Test func `fragments are one message, and a ping between them is answered`() async throws {
    let bridge = FakeBridge()
    try await connected(bridge) { client in
      try client.sendFrame(1, Array("one ".utf8), isFinal: false)
      try client.sendFrame(0, [], isFinal: false)
      try client.sendFrame(9, [7, 8])
      try client.sendFrame(0, Array("message".utf8))
      #expect(try client.readFrame() == RawConnection.Frame(opcode: 10, payload: [7, 8]))
      #expect(try bridge.next() == .received(1, "one message", isText: true))
    }
  }

  @Test func `a message of 2 MiB is taken whole`() async throws {
    let bridge = FakeBridge()
    try await connected(bridge) { client in
      try client.sendFrame(2, [UInt8](repeating: 5, count: 2 << 20))
      #expect(try bridge.next() == .receivedSize(1, 2 << 20))
    }
  }

  @Test func `a longer frame is refused by its length alone`() async throws {
    let bridge = FakeBridge()
    try await connected(bridge) { client in
      try client.send([0x82, 0xFF] + [0, 0, 0, 0, 0, 0x20, 0, 1] + [1, 2, 3, 4])
      #expect(try client.readFrame() == close(1009))
      #expect(try bridge.next() == .closed(1))
    }
  }

  @Test func `fragments that grow beyond the limit are refused`() async throws {
    let bridge = FakeBridge()
    try await connected(bridge) { client in
      try client.sendFrame(2, [UInt8](repeating: 5, count: 2 << 20), isFinal: false)
      try client.sendFrame(0, [1])
      #expect(try client.readFrame() == close(1009))
      #expect(try bridge.next() == .closed(1))
    }
  }

  @Test func `a client that floods is closed, and what it may send is heard`() async throws {
    let bridge = FakeBridge()
    var limits = EdgeLimits()
    limits.messages = 3
    limits.messageWindow = .seconds(3600)
    try await connected(bridge, limits: limits) { client in
      for number in 1...4 { try client.sendFrame(1, Array("\(number)".utf8)) }
      for number in 1...3 { #expect(try bridge.next() == .received(1, "\(number)", isText: true)) }
      #expect(try client.readFrame() == close(1008))
    }
  }

  static let wrong: [(String, [UInt8])] = [
    ("unmasked", [0x82, 0x01, 0x41]), ("reserved bit", [0xC2, 0x80, 1, 2, 3, 4]),
    ("unknown opcode", [0x83, 0x80, 1, 2, 3, 4]), ("continuation of nothing", [0x80, 0x80, 1, 2, 3, 4]),
    ("fragmented ping", [0x09, 0x80, 1, 2, 3, 4]), ("long ping", [0x89, 0xFE, 0, 126, 1, 2, 3, 4]),
    ("interleaved", [0x02, 0x80, 1, 2, 3, 4, 0x82, 0x80, 1, 2, 3, 4]),
  ]

  @Test(arguments: wrong)
  func `a frame against RFC 6455 ends the connection as a protocol error`(
    name: String, bytes: [UInt8]
  ) async throws {
    let bridge = FakeBridge()
    try await connected(bridge) { client in
      try client.send(bytes)
      #expect(try client.readFrame() == close(1002), "\(name)")
      #expect(try client.readToEnd().isEmpty)
      #expect(try bridge.next() == .closed(1))
    }
  }

  @Test func `a close frame is answered with its own code`() async throws {
    let bridge = FakeBridge()
    try await connected(bridge) { client in
      try client.sendFrame(8, [0x0F, 0xA1] + Array("bye".utf8))
      #expect(try client.readFrame() == close(4001))
      #expect(try client.readToEnd().isEmpty)
      #expect(try bridge.next() == .closed(1))
    }
  }

  @Test(arguments: ["reset", "end", "close"])
  func `a connection that breaks is reported once`(way: String) async throws {
    let bridge = FakeBridge()
    try await connected(bridge) { client in
      switch way {
      case "reset": client.reset()
      case "end": client.endSending()
      default: client.close()
      }
      let event = try bridge.next()
      #expect(event == .closed(1))
      bridge.outlet(1)?.send([1])
      bridge.outlet(1)?.close()
    }
    #expect(bridge.rest.isEmpty)
  }

  @Test func `a client that goes away while it is being admitted is reported once`() async throws {
    let isGone = DispatchSemaphore(value: 0)
    // On the connection's own loop, which therefore writes before it can read of the reset.
    let bridge = FakeBridge { outlet in
      isGone.wait()
      outlet.admit(first: [1])
    }
    try await EdgeFixture.run(bridge) { port in
      defer { isGone.signal() }
      let client = try RawConnection(port: port)
      try client.requestUpgrade("/rtc?access_token=t")
      _ = try bridge.next()
      client.reset()
      isGone.signal()
      #expect(try bridge.next() == .closed(1))
    }
    #expect(bridge.rest.isEmpty)
  }

  @Test func `a connection that is gone leaves nothing behind`() async throws {
    let bridge = FakeBridge()
    let left = Remnant()
    try await connected(bridge) { client in
      left.outlet = bridge.takeOutlet(1)
      #expect(left.outlet != nil, "the open connection holds it")
      client.reset()
      let event = try bridge.next()
      #expect(event == .closed(1))
    }
    // The loop's thread may have the last of it in hand still.
    for _ in 0..<1_000_000 where left.outlet != nil { await Task.yield() }
    #expect(left.outlet == nil)
  }

  @Test func `pings come by themselves and silence ends the connection`() async throws {
    let bridge = FakeBridge()
    var limits = EdgeLimits()
    limits.pingInterval = .milliseconds(20)
    limits.silence = .seconds(1)
    try await connected(bridge, limits: limits) { client in
      let ping = RawConnection.Frame(opcode: 9, payload: [])
      for _ in 0..<3 {
        #expect(try client.readFrame() == ping)
        try client.sendFrame(10, [])
      }
      let rest = try client.readToEnd()
      #expect(rest.count % 2 == 0 && rest.count <= 100, "pings of two bytes, one each 20 ms")
      #expect(try bridge.next() == .closed(1))
    }
  }

  @Test func `a slow reader is closed when a MiB waits for it`() async throws {
    let bridge = FakeBridge()
    try await connected(bridge, receiveBuffer: 4096) { client in
      let outlet = bridge.outlet(1)
      for _ in 0..<400 { outlet?.send([UInt8](repeating: 1, count: 65_536)) }
      #expect(try bridge.next() == .closed(1))
      // What came through is a whole number of messages at its beginning and then breaks off.
      let frame = try client.readFrame()
      #expect(frame.payload.count == 65_536)
    }
    #expect(bridge.rest.isEmpty)
  }

  @Test func `closing sends what was asked before, then code 1000`() async throws {
    let bridge = FakeBridge()
    try await connected(bridge) { client in
      // Unread bytes at the server must not turn the farewell into a reset.
      for _ in 0..<100 { try client.sendFrame(2, [UInt8](repeating: 9, count: 1000)) }
      let outlet = bridge.outlet(1)
      for index in 0..<10 { outlet?.send([UInt8](repeating: UInt8(index), count: 50_000)) }
      outlet?.close()
      for index in 0..<10 {
        #expect(try client.readFrame().payload == [UInt8](repeating: UInt8(index), count: 50_000))
      }
      #expect(try client.readFrame() == close(1000))
      try client.sendFrame(8, [0x03, 0xE8])
      #expect(try client.readToEnd().isEmpty)
    }
  }

  @Test func `a shutdown of the edge says that it goes away`() async throws {
    let bridge = FakeBridge()
    let client = try await EdgeFixture.run(bridge) { port in
      let client = try RawConnection(port: port)
      try client.requestUpgrade("/rtc?access_token=t")
      #expect(try client.readReply().status == 101)
      _ = try client.readFrame()
      return Box(client)
    }
    #expect(try client.connection.readFrame() == close(1001))
  }

  // Proof: written by the thread of the test's body, read after that has ended.
  private final class Remnant: @unchecked Sendable {
    weak var outlet: SignalOutlet?
  }

  // Proof: handed from one thread to the next, never used by two at once.
  private struct Box: @unchecked Sendable {
    let connection: RawConnection
    init(_ connection: RawConnection) { self.connection = connection }
  }
}
