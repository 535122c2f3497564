import NIOCore
import NIOHTTP1

/// First in the pipeline: finds out whether the server switches protocols, and from which byte on.
///
/// HTTP's own decoder would have to be taken out for that, which takes a turn of the loop, and what a server sends right
/// behind its answer is lost when it closes within that turn.
final class SwitchHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private enum State {
    /// The answer's head so far, which may still be a switch.
    case collecting(ByteBuffer)
    /// Bytes pass: to HTTP, or to the frame decoder.
    case passing
    /// Nobody listens any more.
    case failed
  }

  private static let longestHead = 1 << 16
  private static let beginning = Array("HTTP/1.1 101".utf8)

  private let handshake: HandshakeHandler
  private var state = State.collecting(ByteBuffer())

  init(_ handshake: HandshakeHandler) { self.handshake = handshake }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch state {
    case .passing: context.fireChannelRead(data)
    case .failed: break
    case .collecting(var head):
      var bytes = Self.unwrapInboundIn(data)
      head.writeBuffer(&bytes)
      judge(context, head)
    }
  }

  private func judge(_ context: ChannelHandlerContext, _ bytes: ByteBuffer) {
    let count = min(bytes.readableBytes, Self.beginning.count)
    guard bytes.readableBytesView.prefix(count).elementsEqual(Self.beginning.prefix(count)) else {
      state = .passing
      context.fireChannelRead(Self.wrapInboundOut(bytes))
      return
    }
    guard let length = SwitchHandler.headLength(bytes) else {
      state = .collecting(bytes)
      if bytes.readableBytes > Self.longestHead { fail("its head has more than \(Self.longestHead) bytes") }
      return
    }
    var rest = bytes
    let head = rest.readString(length: length) ?? ""
    guard let headers = SwitchHandler.headers(head) else { return fail("a header field has no colon") }
    let answer = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
    guard handshake.complete(answer, after: self) else {
      state = .failed
      return
    }
    state = .passing
    if rest.readableBytes > 0 { context.fireChannelRead(Self.wrapInboundOut(rest)) }
  }

  private func fail(_ reason: String) {
    state = .failed
    handshake.fail(reason)
  }

  /// Bytes up to the end of the empty line.
  private static func headLength(_ bytes: ByteBuffer) -> Int? {
    let view = bytes.readableBytesView
    var ending = 0
    for (offset, byte) in view.enumerated() {
      let expected: UInt8 = ending % 2 == 0 ? 13 : 10
      ending = byte == expected ? ending + 1 : (byte == 13 ? 1 : 0)
      if ending == 4 { return offset + 1 }
    }
    return nil
  }

  private static func headers(_ head: String) -> HTTPHeaders? {
    var headers = HTTPHeaders()
    for line in head.split(separator: "\r\n").dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[colon...].dropFirst().drop { $0 == " " || $0 == "\t" }
      headers.add(name: String(line[..<colon]), value: String(value))
    }
    return headers
  }
}
