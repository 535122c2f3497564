import SansIO

/// The HTTP API could not be bound.
struct HTTPBindError: Error, CustomStringConvertible {
  /// Where it was to listen.
  var address: TransportAddress
  /// The system's words.
  var reason: String

  /// What was wrong and what to do.
  var description: String {
    "cannot serve HTTP on \(address): \(reason); stop the program that holds the port, or choose another --port"
  }
}
