import SansIO
import VirtualWorld

/// A guest with its ports and connections on the virtual network.
final class GuestHost: VirtualHost {
  private let guest: any Guest
  private let network: VirtualNetwork
  private let connect: (GuestHost) -> UInt64
  private var connections: [Int: UInt64] = [:]
  private var ids: [UInt64: Int] = [:]

  init(_ guest: any Guest, network: VirtualNetwork, connect: @escaping (GuestHost) -> UInt64) {
    self.guest = guest
    self.network = network
    self.connect = connect
  }

  var ip: IPAddress { guest.ip }
  var nextDeadline: Instant? { guest.nextDeadline }

  func receive(_ parcel: borrowing Parcel, at now: Instant) {
    guard case .media(.room) = parcel.kind else { return }
    var outlet = Outlet(network, from: ip, .toBridge)
    guest.receiveRoom(parcel.bytes, port: parcel.to.port, from: parcel.from, at: now, outlet: &outlet)
    settle(at: now)
  }

  func receive(_ word: SignalWord, connection: UInt64, at now: Instant) {
    guard let id = ids[connection] else { return }
    guest.receive(word, on: id, at: now)
    settle(at: now)
  }

  func advance(to now: Instant) {
    var outlet = Outlet(network, from: ip, .toBridge)
    guest.advance(to: now, outlet: &outlet)
    settle(at: now)
  }

  func settle(at now: Instant) {
    for (id, word) in guest.takeWords(at: now) {
      network.send(word, connection: connection(id), .toBridge)
    }
  }

  private func connection(_ id: Int) -> UInt64 {
    if let known = connections[id] { return known }
    let new = connect(self)
    connections[id] = new
    ids[new] = id
    return new
  }
}
