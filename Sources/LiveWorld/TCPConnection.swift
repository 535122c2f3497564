import CSockets
import Glibc
public import SansIO

/// A non-blocking TCP connection with a bounded outgoing buffer. One thread's property.
public final class TCPConnection {
  /// The most bytes that wait for a peer that does not read: 256 KiB.
  public static var outgoingLimit: Int { 256 << 10 }

  /// How far the connection has come.
  public enum State: Hashable, Sendable {
    /// The handshake is under way; writing is allowed and waits. Becomes `open` or `broken`.
    case connecting
    /// Both directions work. Becomes `broken`.
    case open
    /// It ended, and why. Final.
    case broken(String)
  }

  /// What a read brought.
  public enum Reading: Hashable, Sendable {
    /// So many bytes, the last of which arrived at this instant.
    case bytes(Int, at: Instant)
    /// Nothing for now.
    case nothing
    /// The connection ended; `state` says why.
    case ended
  }

  let descriptor: Descriptor
  /// The other end.
  public let peer: TransportAddress
  /// How far the connection has come.
  public private(set) var state: State
  /// Whether the event loop waits for the socket's becoming writable at present.
  var isWatchedForOutput = false
  private var outgoing: [UInt8] = []
  private var outgoingStart = 0

  init(accepted number: Int32, peer: TransportAddress) {
    descriptor = Descriptor(owning: number)
    self.peer = peer
    state = .open
  }

  /// Begins to connect to `peer`; `finishConnecting` tells how it went once the socket is writable.
  public init(to peer: TransportAddress) throws(SocketError) {
    descriptor = try Descriptor(cs_open_stream(Int32(peer.ip.kernelFamily))) {
      SocketError(.open, "TCP connection to", peer, code: $0)
    }
    self.peer = peer
    var address = cs_address(peer)
    let result = cs_connect(descriptor.number, &address)
    guard result == 0 || result == -EINPROGRESS else {
      throw SocketError(.connect, "TCP to", peer, code: -result)
    }
    state = .connecting
  }

  /// Bytes accepted from the writer that the kernel has not taken yet.
  public var waitingBytes: Int { outgoing.count - outgoingStart }

  /// Whether the socket's becoming writable is of interest.
  var wantsOutput: Bool { state == .connecting || (state == .open && waitingBytes > 0) }

  /// To be called when a connecting socket becomes writable: `state` is `open` or `broken` afterwards.
  public func finishConnecting() {
    guard state == .connecting else { return }
    let code = cs_pending_error(descriptor.number)
    guard code == 0 else {
      state = .broken(SocketError(.connect, "TCP to", peer, code: code).description)
      return
    }
    state = .open
    flush()
  }

  /// Sends bytes, or keeps them until the peer reads; the instant just before the call.
  ///
  /// More than `outgoingLimit` waiting bytes break the connection. Writing to a broken one does nothing.
  public func write(_ bytes: Span<UInt8>) -> Instant {
    let stamp = MonotonicClock.now()
    if isBroken { return stamp }
    bytes.withUnsafeBufferPointer { buffer in
      let taken = waitingBytes == 0 && state == .open ? hand(buffer) : 0
      keep(UnsafeBufferPointer(rebasing: buffer[taken...]))
    }
    return stamp
  }

  private func keep(_ rest: UnsafeBufferPointer<UInt8>) {
    guard !rest.isEmpty, !isBroken else { return }
    guard waitingBytes + rest.count <= TCPConnection.outgoingLimit else {
      state = .broken("\(peer) does not read: more than \(TCPConnection.outgoingLimit) bytes wait for it")
      return
    }
    // Moving only when at least half is spent keeps the cost per byte constant.
    if outgoingStart >= waitingBytes {
      outgoing.removeSubrange(..<outgoingStart)
      outgoingStart = 0
    }
    outgoing.append(contentsOf: rest)
  }

  /// Sends what waits, as far as the kernel takes it.
  public func flush() {
    guard state == .open, waitingBytes > 0 else { return }
    let start = outgoingStart
    let taken = outgoing.withUnsafeBufferPointer { hand(UnsafeBufferPointer(rebasing: $0[start...])) }
    outgoingStart = start + taken
    guard waitingBytes == 0 else { return }
    outgoing.removeAll(keepingCapacity: true)
    outgoingStart = 0
  }

  /// Gives bytes to the kernel until it takes no more; how many it took.
  private func hand(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var taken = 0
    while taken < bytes.count {
      let result = cs_stream_send(descriptor.number, bytes.baseAddress! + taken, bytes.count - taken)
      switch result {
      case 0...: taken += result
      case Int(-EINTR): continue
      case Int(-EAGAIN), Int(-ENOBUFS): return taken
      default:
        state = .broken("sending to \(peer): \(Errno.describe(Int32(truncatingIfNeeded: -result)))")
        return taken
      }
    }
    return taken
  }

  /// Reads into `buffer`, whose capacity bounds the bytes; `clock` converts the kernel's arrival stamp.
  public func read(into buffer: UnsafeMutableBufferPointer<UInt8>, clock: ClockMapping) -> Reading {
    guard state == .open else { return isBroken ? .ended : .nothing }
    var wall: Int64 = 0
    let result = cs_stream_receive(descriptor.number, buffer.baseAddress, buffer.count, &wall)
    switch result {
    case 1...:
      let now = MonotonicClock.now()
      return .bytes(result, at: wall == 0 ? now : min(now, clock.instant(ofWall: wall)))
    case 0:
      state = .broken("closed by \(peer)")
      return .ended
    case Int(-EAGAIN), Int(-EINTR): return .nothing
    default:
      state = .broken("receiving from \(peer): \(Errno.describe(Int32(truncatingIfNeeded: -result)))")
      return .ended
    }
  }

  /// Whether the connection has ended.
  public var isBroken: Bool {
    if case .broken = state { true } else { false }
  }
}
