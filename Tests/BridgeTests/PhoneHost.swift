import PhoneLeg
import SansIO
import VirtualWorld

/// A phone with its ports on the virtual network.
final class PhoneHost: VirtualHost {
  private let phone: VirtualPhone
  private let network: VirtualNetwork

  init(_ phone: VirtualPhone, network: VirtualNetwork) {
    self.phone = phone
    self.network = network
  }

  var ip: IPAddress { phone.ip }
  var nextDeadline: Instant? { phone.nextDeadline }

  func receive(_ parcel: borrowing Parcel, at now: Instant) {
    switch parcel.kind {
    case .sip: phone.receiveSIP(parcel.bytes, at: now)
    case .media(let kind):
      guard parcel.to.port & ~1 == phone.rtpPort else { return }
      phone.receiveMedia(parcel.bytes, kind: kind, from: parcel.from, at: now)
    case .sipStream: break
    }
    settle(at: now)
  }

  func receive(_ word: SignalWord, connection: UInt64, at now: Instant) {}

  func advance(to now: Instant) {
    var outlet = Outlet(network, from: ip, .toBridge)
    phone.advance(to: now, outlet: &outlet)
    settle(at: now)
  }

  func settle(at now: Instant) {
    for signal in phone.takeSignals(at: now) {
      network.send(Parcel(signal, from: TransportAddress(ip, 5_060)), .toBridge)
    }
  }
}
