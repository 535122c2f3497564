public import Bridge
import LiveWorld
import PhoneLeg
import SansIO

extension ServerSettings {
  /// What of these settings is for the bridge itself, with the trunks and rules in `dispatch`.
  public func bridgeSettings(_ dispatch: DispatchTable) -> BridgeSettings {
    let advertised =
      publicAddress ?? (rtpAddress.isUnspecified ? HostAddress.primary() ?? .loopback : rtpAddress)
    return BridgeSettings(
      dispatch: dispatch, silenceTimeout: silenceTimeout, mediaTimeout: mediaTimeout,
      maximumCalls: maximumCalls, jitterBuffer: jitterBuffer, ports: rtpPorts, mediaAddress: advertised,
      roomEnds: roomEnds)
  }
}
