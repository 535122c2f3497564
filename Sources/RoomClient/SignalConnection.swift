import NIOCore

/// One signalling connection; usable from any thread, in the order of the calls.
public final class SignalConnection: Sendable {
  /// What the connection is at the moment, on its loop.
  private enum State {
    /// What is to be sent once it is open.
    case opening([[UInt8]])
    case open(ClientFrameHandler)
    /// Closed by us while it was opening; what to close when there is something.
    case abandoned
    case ended
  }

  private let loop: any EventLoop
  private let state: NIOLoopBoundBox<State>
  private let channel: NIOLoopBoundBox<(any Channel)?>

  init(loop: any EventLoop) {
    self.loop = loop
    state = NIOLoopBoundBox.makeBoxSendingValue(.opening([]), eventLoop: loop)
    channel = NIOLoopBoundBox.makeBoxSendingValue(nil, eventLoop: loop)
  }

  /// Sends one binary message; before the connection is open it waits, after its end it is dropped.
  public func send(_ bytes: [UInt8]) {
    loop.execute { [self] in
      switch state.value {
      case .opening(let kept): state.value = .opening(kept + [bytes])
      case .open(let frames): frames.send(bytes)
      case .abandoned, .ended: break
      }
    }
  }

  /// Sends what was asked before, then a close frame with code 1000, and ends with the server's.
  public func close() {
    loop.execute { [self] in
      switch state.value {
      case .opening:
        state.value = .abandoned
        channel.value?.close(promise: nil)
      case .open(let frames): frames.close()
      case .abandoned, .ended: break
      }
    }
  }

  /// Ends the TCP connection without a word, as native clients do.
  public func abort() {
    loop.execute { [self] in
      if case .opening = state.value { state.value = .abandoned }
      channel.value?.close(promise: nil)
    }
  }

  /// There is a TCP connection; `false` when nobody wants it any more. On the loop.
  func began(_ channel: any Channel) -> Bool {
    self.channel.value = channel
    if case .abandoned = state.value { return false }
    return true
  }

  /// The upgrade is complete. On the loop.
  func opened(_ frames: ClientFrameHandler) {
    guard case .opening(let kept) = state.value else { return }
    state.value = .open(frames)
    for bytes in kept { frames.send(bytes) }
  }

  /// The connection is gone. On the loop.
  func ended() {
    state.value = .ended
    channel.value = nil
  }
}
