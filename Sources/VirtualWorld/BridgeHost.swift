public import Bridge
import PhoneLeg
import Rooms
public import SIP
public import SansIO

/// A bridge in a virtual world: its ports, its log, its signalling connections.
public final class BridgeHost: VirtualHost {
  /// What becomes of a pair of ports that the bridge wants to open.
  public enum Binding: Sendable { case opened, unavailable, pending }

  /// Key and secret of the tokens in a virtual world; nothing real is behind them.
  static let key = (name: "virtual", secret: "a world of its own needs no secret")
  /// Where its signalling is.
  static let url = "ws://bridge"

  /// The machine.
  public let bridge: Bridge
  /// Where it answers SIP.
  public let sip: TransportAddress
  public var ip: IPAddress { sip.ip }
  /// Decides about its audio ports.
  public var binding: (UInt16) -> Binding = { _ in .opened }
  /// Is told its log of calls.
  public var onEvent: (CallEvent) -> Void = { _ in }
  /// Is told its log of participants.
  public var onParticipantEvent: (ParticipantEvent) -> Void = { _ in }
  /// Is told every SIP message that it sends.
  public var onSignal: (UserAgent.Transmission) -> Void = { _ in }
  /// The audio ports that it holds open.
  public private(set) var openPorts: Set<UInt16> = []
  /// The signalling connections that are open.
  public private(set) var connections: Set<UInt64> = []
  /// Datagrams for ports that it does not have open.
  public private(set) var unreachable = 0

  private let network: VirtualNetwork
  private let epoch: Int64

  /// A host of `bridge`.
  /// - Parameters:
  ///   - sip: where it answers SIP.
  ///   - epoch: wall-clock time of the network's zero, seconds since 1970: tokens are judged by it.
  public init(_ bridge: Bridge, sip: TransportAddress, network: VirtualNetwork, epoch: Int64 = 0) {
    self.bridge = bridge
    self.sip = sip
    self.network = network
    self.epoch = epoch
  }

  public var nextDeadline: Instant? { bridge.nextDeadline }

  public func advance(to now: Instant) {
    var outlet = Outlet(network, from: ip, .toPeople)
    bridge.advance(to: now, sink: &outlet)
    settle(at: now)
  }

  public func receive(_ parcel: borrowing Parcel, at now: Instant) {
    switch parcel.kind {
    case .sip: bridge.receiveSIP(parcel.bytes.span, on: Flow(.udp, parcel.from), at: now)
    case .sipStream: bridge.receiveSIP(stream: parcel.bytes.span, on: Flow(.tcp, parcel.from), at: now)
    case .media(let kind):
      let port = kind == .room ? parcel.to.port : parcel.to.port & ~1
      guard kind == .room || openPorts.contains(port) else {
        unreachable += 1
        return
      }
      var outlet = Outlet(network, from: ip, .toPeople)
      bridge.receiveMedia(
        parcel.bytes.span, kind: kind, port: port, from: parcel.from, at: now, sink: &outlet)
    }
    settle(at: now)
  }

  public func settle(at now: Instant) {
    while let output = bridge.poll() { carryOut(output, at: now) }
  }

  private func carryOut(_ output: Bridge.Output, at now: Instant) {
    switch output {
    case .signal(let transmission):
      onSignal(transmission)
      network.send(Parcel(transmission, from: sip), .toPeople)
    case .closeFlow(let flow): bridge.flowFailed(flow, reason: "\(flow): broken framing", at: now)
    case .bindMedia(let handle, let port):
      switch binding(port) {
      case .opened:
        openPorts.insert(port)
        bridge.mediaBound(handle, at: now)
      case .unavailable: bridge.mediaUnavailable(handle, reason: "address in use", at: now)
      case .pending: break
      }
    case .closeMedia(let port): openPorts.remove(port)
    case .event(let event): onEvent(event)
    case .participantEvent(let event): onParticipantEvent(event)
    case .admit, .refuse, .sendSignal, .closeSignal: speak(output, at: now)
    }
  }
}

/// Its signalling.
extension BridgeHost {
  private func speak(_ output: Bridge.Output, at now: Instant) {
    switch output {
    case .admit(let connection, let first):
      say(.admitted, on: connection)
      say(response(first), on: connection)
    case .refuse(let connection, let status, let text):
      connections.remove(connection)
      say(.refused(status: status, text: text), on: connection)
    case .sendSignal(let connection, let bytes): say(response(bytes), on: connection)
    case .closeSignal(let connection):
      guard connections.remove(connection) != nil else { return }
      say(.closed, on: connection)
      bridge.signalClosed(connection, at: now)
    default: break
    }
  }

  private func say(_ word: SignalWord, on connection: UInt64) {
    network.send(word, connection: connection, .toPeople)
  }

  private func response(_ bytes: [UInt8]) -> SignalWord {
    guard let response = try? SignalCodec.response(from: bytes) else {
      preconditionFailure("the bridge's own message cannot be read")
    }
    return .response(response)
  }

  public func receive(_ word: SignalWord, connection: UInt64, at now: Instant) {
    switch word {
    case .askToken(let identity, let room):
      var grants = TokenGrants(identity: identity, room: room)
      grants.roomJoin = true
      let token = AccessToken.sign(
        grants, key: BridgeHost.key.name, secret: BridgeHost.key.secret, issuedAt: seconds(at: now),
        lifetime: 6 * 3600)
      say(.token(url: BridgeHost.url, token: token), on: connection)
    case .open(let url, let token): open(url, token, connection, at: now)
    case .join(let petition, let grants): join(petition, grants, connection, at: now)
    case .request(let request): bridge.receiveSignal(request, on: connection, at: now)
    case .garbage: bridge.receiveGarbage(on: connection, reason: "no protobuf", at: now)
    case .closed: if connections.remove(connection) != nil { bridge.signalClosed(connection, at: now) }
    case .token, .admitted, .refused, .response: preconditionFailure("\(word) is for participants")
    }
    settle(at: now)
  }

  private func open(_ url: String, _ token: String, _ connection: UInt64, at now: Instant) {
    let parts = url.split(separator: "?join_request=").map(String.init)
    guard parts.count == 2, parts[0] == "\(BridgeHost.url)/rtc/v1" else {
      return say(.refused(status: 404, text: "nothing is at \(url)"), on: connection)
    }
    do throws(TokenError) {
      let keys = [BridgeHost.key.name: BridgeHost.key.secret]
      let grants = try AccessToken.verify(token, keys: keys, at: seconds(at: now))
      guard let petition = try? JoinPetition(joinRequest: parts[1].replacing("%3D", with: "=")) else {
        return say(.refused(status: 400, text: "the join request cannot be read"), on: connection)
      }
      join(petition, grants, connection, at: now)
    } catch {
      say(.refused(status: 401, text: "invalid token: \(error)"), on: connection)
    }
  }

  private func join(_ petition: JoinPetition, _ grants: TokenGrants, _ connection: UInt64, at now: Instant) {
    connections.insert(connection)
    bridge.join(petition, grants, on: connection, at: now)
  }

  private func seconds(at now: Instant) -> Int64 { epoch + now.nanoseconds / 1_000_000_000 }
}
