public import SIP
public import SansIO

extension Parcel {
  /// A SIP message of `sender` on its way.
  public init(_ transmission: UserAgent.Transmission, from sender: TransportAddress) {
    self.init(
      kind: transmission.flow.transport == .udp ? .sip : .sipStream, from: sender,
      to: transmission.flow.remote, bytes: transmission.bytes)
  }
}
