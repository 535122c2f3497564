import CSockets
import Glibc
import SansIO
import Synchronization

/// What of an event loop does not depend on its handler: its sockets, what they did, and what happened while the handler
/// was talking to them. The loop's thread only.
///
/// Apart from the loop, because a generic class is not compiled for each handler: what every packet passes through is
/// here.
final class LoopSockets {
  /// Something to tell the handler that happened while it was talking to us.
  enum Afterthought {
    case unreachable(TransportAddress, SocketToken, Int32)
    case broken(SocketToken)
  }

  /// The most afterthoughts of one turn: whoever provokes more errors is not told of all.
  private static let afterthoughtLimit = 1024

  var table = SocketTable()
  var live = EventLoopStatistics()
  var afterthoughts: [Afterthought] = []

  private let owner = Atomic<UInt64>(0)

  /// Whether the calling thread is the loop's.
  var isCurrent: Bool { owner.load(ordering: .relaxed) == cs_thread_self() }

  func adoptThread() { owner.store(cs_thread_self(), ordering: .relaxed) }

  func leaveThread() { owner.store(0, ordering: .relaxed) }

  /// Every method for the loop's thread begins with this.
  func confine() { precondition(isCurrent, "this method is for the event loop's own thread") }

  /// Sends a datagram, as `EventLoop.send` says.
  func send(_ bytes: Span<UInt8>, to destination: TransportAddress, on token: SocketToken) -> SendResult {
    confine()
    guard let descriptor = table.datagramDescriptor(of: token) else {
      live.sendErrors += 1
      return SendResult(stamp: MonotonicClock.now(), outcome: .failed(EBADF))
    }
    let result = UDPSocket.send(bytes, to: destination, on: descriptor)
    switch result.outcome {
    case .sent: live.datagramsOut += 1
    case .bufferFull: live.sendBufferFull += 1
    case .failed(let code):
      live.sendErrors += 1
      rememberUnreachable(destination, token, code)
    }
    return result
  }

  func rememberUnreachable(_ destination: TransportAddress, _ token: SocketToken, _ code: Int32) {
    guard afterthoughts.count < LoopSockets.afterthoughtLimit else { return }
    afterthoughts.append(.unreachable(destination, token, code))
  }
}
