public import SansIO

extension UserAgent {
  /// A UDP datagram came on `flow`.
  public mutating func receive(_ datagram: Span<UInt8>, on flow: Flow, at now: Instant) {
    // CR LF alone keeps a NAT's binding alive and asks for nothing.
    guard datagram.indices.contains(where: { datagram[$0] != 0x0D && datagram[$0] != 0x0A }) else { return }
    take(datagram, on: flow, at: now)
  }

  /// Bytes came on the TCP connection `flow`, in any portions.
  public mutating func receive(stream chunk: Span<UInt8>, on flow: Flow, at now: Instant) {
    var framer = streams.removeValue(forKey: flow) ?? StreamFramer()
    framer.append(chunk)
    while let frame = framer.next() {
      switch frame {
      case .message(let bytes): take(bytes.span, on: flow, at: now)
      case .ping: answerPing(on: flow)
      case .failure:
        statistics.brokenStreams += 1
        outbox.append(.close(flow))
        return
      }
    }
    streams[flow] = framer
  }

  /// A TCP connection was closed or refused, or a UDP peer is unreachable.
  ///
  /// Requests of ours that wait for their response on it fail; calls live on and find another flow, or the
  /// same one opened anew, for their next request.
  public mutating func flowFailed(_ flow: Flow, reason: String, at now: Instant) {
    streams[flow] = nil
    let failure = Failure.transport(reason: reason)
    for id in clientInvites.identities(where: { $0.request.flow == flow && $0.machine.isUnanswered }) {
      failInvite(id, failure)
    }
    for id in clients.identities(where: { $0.request.flow == flow && $0.machine.isUnanswered }) {
      failRequest(id, failure)
    }
  }

  private mutating func take(_ bytes: Span<UInt8>, on flow: Flow, at now: Instant) {
    do throws(MessageError) {
      let message = try MessageParser.parse(bytes)
      switch message.start {
      case .request(_, let uri): receive(request: message, uri: uri, on: flow, at: now)
      case .response(let status, _): receive(response: message, status: status, on: flow, at: now)
      }
    } catch {
      statistics.malformed += 1
      guard let request = MalformedRequest(bytes) else { return }
      let content = ResponseTemplate.Content(request.status(of: error), "Bad Request: \(error)")
      transmit(
        request.write(content, product: configuration.product), on: flow, call: nil,
        content.summary(request.method))
    }
  }

  /// Sends a pong (RFC 5626 section 4.4.1).
  private mutating func answerPing(on flow: Flow) {
    outbox.append(
      .transmit(
        Transmission(
          bytes: [0x0D, 0x0A], flow: flow, call: nil,
          summary: MessageSummary(
            method: .other("keep-alive"), status: nil, detail: "pong", isRetransmission: false))))
  }
}
