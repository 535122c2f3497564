import CSockets
import Glibc
public import SansIO

/// A non-blocking UDP socket with kernel receive stamps, drop counter and error queue. One thread's property.
public final class UDPSocket {
  let descriptor: Descriptor
  /// The address the socket is bound to, with the real port.
  public let boundAddress: TransportAddress
  /// The receive buffer granted, in bytes; without privileges less than asked for (net.core.rmem_max).
  public let receiveBuffer: Int
  private var reportedDrops: UInt32 = 0
  private var countedDrops: UInt32 = 0
  private var truncations = 0
  private var appetite = 1
  /// When datagrams were received last.
  private var received = Instant.zero
  /// Where an event loop receives its datagrams, shared with other sockets.
  var batch: ReceiveBatch?

  /// Binds to `address`; port 0 lets the kernel choose. An IPv6 socket carries IPv6 only.
  public init(bind address: TransportAddress, options: UDPOptions = UDPOptions()) throws(SocketError) {
    let subject = "UDP socket"
    descriptor = try Descriptor(cs_open_datagram(Int32(address.ip.kernelFamily))) {
      SocketError(.open, subject, address, code: $0)
    }
    let number = descriptor.number
    let buffers = cs_set_buffers(
      number, Int32(clamping: options.receiveBuffer), Int32(clamping: options.sendBuffer))
    guard buffers == 0 else { throw SocketError(.setBuffers, subject, address, code: -buffers) }
    receiveBuffer = Int(cs_receive_buffer(number))
    var wanted = cs_address(address)
    let bound = cs_bind(number, &wanted)
    guard bound == 0 else { throw SocketError(.bind, subject, address, code: -bound) }
    boundAddress = try TransportAddress.bound(number)
  }

  /// Sends one datagram; never waits.
  public func send(_ bytes: Span<UInt8>, to destination: TransportAddress) -> SendResult {
    UDPSocket.send(bytes, to: destination, on: descriptor.number)
  }

  /// Sends one datagram through the UDP socket `descriptor`, as `send` does.
  static func send(_ bytes: Span<UInt8>, to destination: TransportAddress, on descriptor: Int32) -> SendResult
  {
    var address = cs_address(destination)
    return bytes.withUnsafeBufferPointer { buffer in
      let first = attempt(buffer, &address, descriptor)
      // An ICMP error of an earlier datagram is reported by the next call, whoever that one is for: a true
      // refusal repeats itself.
      guard case .failed = first.outcome else { return first }
      return attempt(buffer, &address, descriptor)
    }
  }

  private static func attempt(
    _ bytes: UnsafeBufferPointer<UInt8>, _ address: inout cs_address, _ descriptor: Int32
  ) -> SendResult {
    let stamp = MonotonicClock.now()
    let result = cs_send_to(descriptor, bytes.baseAddress, bytes.count, &address)
    guard result < 0 else { return SendResult(stamp: stamp, outcome: .sent) }
    let code = Int32(truncatingIfNeeded: -result)
    return SendResult(stamp: stamp, outcome: code == EAGAIN || code == ENOBUFS ? .bufferFull : .failed(code))
  }

  /// Receives what is waiting, at most `limit` and at most one batch; how many came.
  ///
  /// `body` gets the bytes, the source and the arrival: the kernel's stamp through `clock`, never later than
  /// the present. It answers whether to go on: with false the rest of the batch is dropped.
  public func receive(
    into batch: ReceiveBatch, clock: ClockMapping, limit: Int = ReceiveBatch.slots,
    _ body: (_ datagram: Span<UInt8>, _ source: TransportAddress, _ arrival: Instant) -> Bool
  ) -> Int {
    let asked = min(limit, ReceiveBatch.slots)
    var received = cs_batch_receive(batch.storage, descriptor.number, UInt32(asked))
    // The pending ICMP error comes first; the error queue tells more about it.
    if received < 0, received != -EAGAIN {
      received = cs_batch_receive(batch.storage, descriptor.number, UInt32(asked))
    }
    guard received > 0, let datagrams = cs_batch_datagrams(batch.storage) else { return 0 }
    let now = MonotonicClock.now()
    self.received = now
    for index in 0..<Int(received) {
      let datagram = datagrams[index]
      if datagram.drops != 0 { reportedDrops = datagram.drops }
      if datagram.truncated != 0 {
        truncations += 1
        continue
      }
      let arrival = datagram.realtime == 0 ? now : min(now, clock.instant(ofWall: datagram.realtime))
      let bytes = Span(_unsafeStart: datagram.bytes, count: Int(datagram.count))
      guard body(bytes, TransportAddress(datagram.source), arrival) else { break }
    }
    return Int(received)
  }

  /// As `receive`, asking for more only while the socket proves busy: a second look into an empty queue costs
  /// as much as half a datagram, and of many sockets most hold one datagram at a time.
  func receiveAdaptively(
    clock: ClockMapping,
    _ body: (_ datagram: Span<UInt8>, _ source: TransportAddress, _ arrival: Instant) -> Bool
  ) -> Int {
    guard let batch else { preconditionFailure("a socket of an event loop has a batch") }
    let former = received
    let count = receive(into: batch, clock: clock, limit: appetite, body)
    if count < appetite {
      appetite = max(1, count)
    } else if received - former < UDPSocket.busy {
      appetite = min(2 * appetite, ReceiveBatch.slots)
    }
    return count
  }

  /// A socket that had all it was asked for twice within this time may have more. Far less than the 20 ms between the
  /// packets of one stream.
  private static let busy = Interval.milliseconds(2)

  /// Hands out the ICMP errors that arrived, at most 64: which destination, and the errno (ECONNREFUSED).
  public func drainErrors(_ body: (_ destination: TransportAddress, _ code: Int32) -> Void) {
    var destination = cs_address()
    var code: Int32 = 0
    for _ in 0..<64 {
      guard cs_next_unreachable(descriptor.number, &destination, &code) == 1 else { break }
      body(TransportAddress(destination), code)
    }
    // An error whose report found no room in the queue would keep the socket "failed" for ever.
    _ = cs_pending_error(descriptor.number)
  }

  /// Datagrams the kernel dropped since the last call because the receive buffer was full.
  ///
  /// As the received datagrams told it; with `exact` the kernel is asked, which costs a system call.
  public func newDrops(exact: Bool) -> Int {
    if exact {
      let total = cs_drop_count(descriptor.number)
      if total >= 0 { reportedDrops = UInt32(truncatingIfNeeded: total) }
    }
    defer { countedDrops = reportedDrops }
    return Int(reportedDrops &- countedDrops)
  }

  /// Datagrams longer than the batch's slots, dropped here since the last call.
  public func newTruncations() -> Int {
    defer { truncations = 0 }
    return truncations
  }
}
