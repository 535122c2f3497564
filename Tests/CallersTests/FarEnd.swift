import Bridge
import Callers
import PhoneLeg
import SIP
import SansIO

/// Whom the callers call in these tests.
enum FarEnd {
  case reflector(Reflector)
  case bridge(Bridge)
  /// Nobody is at the address; the network says so, or swallows everything.
  case nobody(saysSo: Bool)

  /// What the driver of a far end has to do.
  enum Output {
    case signal(UserAgent.Transmission)
    case bind(CallHandle, port: UInt16)
    case other
  }

  func receiveSIP(_ bytes: [UInt8], on flow: Flow, at now: Instant) {
    switch self {
    case .reflector(let machine): machine.receiveSIP(bytes.span, on: flow, at: now)
    case .bridge(let machine): machine.receiveSIP(bytes.span, on: flow, at: now)
    case .nobody: break
    }
  }

  func receiveMedia(
    _ bytes: [UInt8], kind: MediaKind, port: UInt16, from source: TransportAddress, at now: Instant,
    sink: inout some MediaSink
  ) {
    switch self {
    case .reflector(let machine):
      machine.receiveMedia(bytes.span, kind: kind, port: port, from: source, at: now, sink: &sink)
    case .bridge(let machine):
      machine.receiveMedia(bytes.span, kind: kind, port: port, from: source, at: now, sink: &sink)
    case .nobody: break
    }
  }

  var nextDeadline: Instant? {
    switch self {
    case .reflector(let machine): machine.nextDeadline
    case .bridge(let machine): machine.nextDeadline
    case .nobody: nil
    }
  }

  func advance(to now: Instant, sink: inout some MediaSink) {
    switch self {
    case .reflector(let machine): machine.advance(to: now, sink: &sink)
    case .bridge(let machine): machine.advance(to: now, sink: &sink)
    case .nobody: break
    }
  }

  func bound(_ handle: CallHandle, at now: Instant) {
    switch self {
    case .reflector(let machine): machine.mediaBound(handle, at: now)
    case .bridge(let machine): machine.mediaBound(handle, at: now)
    case .nobody: break
    }
  }

  func poll() -> Output? {
    switch self {
    case .reflector(let machine):
      switch machine.poll() {
      case .signal(let transmission): .signal(transmission)
      case .bindMedia(let handle, let port): .bind(handle, port: port)
      case .closeFlow, .closeMedia: .other
      case nil: nil
      }
    case .bridge(let machine):
      switch machine.poll() {
      case .signal(let transmission): .signal(transmission)
      case .bindMedia(let handle, let port): .bind(handle, port: port)
      case .closeFlow, .closeMedia, .event, .admit, .refuse, .sendSignal, .closeSignal, .participantEvent:
        .other
      case nil: nil
      }
    case .nobody: nil
    }
  }
}
