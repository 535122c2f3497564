import LiveWorld
import SansIO

/// A signalling connection after its upgrade, the client's side (RFC 6455).
extension RoomClient {
  /// How long the server may take to end the connection after our close frame.
  private static var farewell: Interval { .seconds(2) }

  private enum CloseCode: UInt16 {
    case normal = 1000
    case protocolError = 1002
    case tooLong = 1009
  }

  /// Sends one binary message; before the connection is open it waits, after its end it is dropped.
  public func send(_ bytes: [UInt8], on connection: SignalConnection) {
    guard let exchange = exchanges[connection.id] else { return }
    switch exchange.stage {
    case .lookingUp, .connecting, .waiting: exchange.kept.append(bytes)
    case .open: write(.binary, bytes.span, on: exchange)
    case .closing, .ended: break
    }
  }

  /// Sends what was asked before, then a close frame with code 1000, and ends with the server's. A connection that is not
  /// open yet ends at once.
  public func close(_ connection: SignalConnection) {
    guard let exchange = exchanges[connection.id] else { return }
    switch exchange.stage {
    case .lookingUp, .connecting, .waiting: end(exchange, "closed by this side")
    case .open: startClosing(exchange, .normal, reason: "closed by this side")
    case .closing, .ended: break
    }
  }

  /// Ends the TCP connection without a word, as native clients do.
  public func abort(_ connection: SignalConnection) {
    guard let exchange = exchanges[connection.id] else { return }
    end(exchange, "closed by this side")
  }

  /// The upgrade is complete.
  func open(_ exchange: Exchange, _ events: (SignalEvent) -> Void, at arrival: Instant) {
    exchange.stage = .open
    alarms.set(exchange.id, to: nil)
    let rest = Array(exchange.reader.rest)
    exchange.reader = ReplyReader()
    let kept = exchange.kept
    exchange.kept = []
    events(.opened(at: arrival))
    for bytes in kept {
      guard case .open = exchange.stage else { break }
      write(.binary, bytes.span, on: exchange)
    }
    exchange.frames.append(rest.span)
    takeFrames(exchange, at: arrival)
  }

  /// Takes what is complete.
  func takeFrames(_ exchange: Exchange, at arrival: Instant) {
    guard case .signal(_, let events) = exchange.purpose else { return }
    do throws(FrameReader.Flaw) {
      while let item = try exchange.frames.next() {
        switch (exchange.stage, item) {
        case (.open, .message(let bytes)): events(.message(bytes, at: arrival))
        case (.open, .ping(let bytes)): write(.pong, bytes.span, on: exchange)
        case (.open, .close(let bytes)): closedByServer(exchange, bytes)
        case (.closing(let reason), .close): end(exchange, reason)
        case (.open, .pong), (.closing, _): break
        case (.ended, _), (.lookingUp, _), (.connecting, _), (.waiting, _): return
        }
      }
    } catch {
      breach(exchange, error)
    }
  }

  private func closedByServer(_ exchange: Exchange, _ bytes: [UInt8]) {
    let code = bytes.count >= 2 ? "\(UInt16(bytes[0]) << 8 | UInt16(bytes[1]))" : "none"
    write(.close, Array(bytes.prefix(2)).span, on: exchange)
    expectEnd(exchange, reason: "closed by the server with code \(code)")
  }

  private func breach(_ exchange: Exchange, _ flaw: FrameReader.Flaw) {
    // After our close frame the rest is of no interest, and cannot be read.
    if case .closing(let reason) = exchange.stage { return end(exchange, reason) }
    switch flaw {
    case .tooLong:
      startClosing(exchange, .tooLong, reason: "the server sent a message of more than 2 MiB")
    case .breach(let words):
      startClosing(exchange, .protocolError, reason: "the server broke WebSocket's rules: \(words)")
    }
  }

  private func startClosing(_ exchange: Exchange, _ code: CloseCode, reason: String) {
    guard case .open = exchange.stage else { return }
    write(.close, [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)].span, on: exchange)
    expectEnd(exchange, reason: reason)
  }

  private func expectEnd(_ exchange: Exchange, reason: String) {
    exchange.stage = .closing(reason: reason)
    alarms.set(exchange.id, to: loop.now + Self.farewell)
  }

  private func write(_ kind: MaskedFrames.Kind, _ payload: Span<UInt8>, on exchange: Exchange) {
    if exchange.outgoing.isEmpty { unsent.append(exchange) }
    frames.write(kind, payload, to: &exchange.outgoing)
  }

  /// Sends the frames that were written since the last call: what is said at one moment travels together.
  public func flush() {
    while let exchange = unsent.popLast() { flush(exchange) }
  }

  func flush(_ exchange: Exchange) {
    guard !exchange.outgoing.isEmpty, let socket = exchange.socket else { return }
    let bytes = exchange.outgoing
    exchange.outgoing = []
    loop.write(bytes.span, on: socket)
  }

  /// The last event of a signalling connection.
  func end(_ exchange: Exchange, _ reason: String) {
    guard case .signal(_, let events) = exchange.purpose else { return }
    if case .ended = exchange.stage { return }
    settle(exchange)
    events(.closed(reason: reason, at: loop.now))
  }
}
