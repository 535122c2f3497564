import SansIO

/// What a resolver's thread found for a ``RoomClient``.
public struct HostFound: Sendable {
  let name: String
  /// In the resolver's order; none when nobody has the name.
  let addresses: [IPAddress]
}
