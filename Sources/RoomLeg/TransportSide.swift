/// Which end of a room leg a transport is.
public enum TransportSide: Sendable, Equatable {
  /// The bridge: ICE-lite, controlled, DTLS server.
  case bridge
  /// The participant: full ICE, controlling, DTLS client.
  case participant
}
