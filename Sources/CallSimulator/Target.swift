import Foundation
import LiveWorld
import SansIO
import Scenario

/// The system under test: a bridge of our own, or somebody's SIP address.
struct Target {
  /// Host part of the dialled URIs; empty where nobody calls.
  var host: String
  /// Where the INVITEs go; without meaning where nobody calls.
  var address: TransportAddress
  /// The bridge that was started for the run.
  var bridge: EmbeddedBridge?
  /// How participants get into its rooms; `nil` when that is not known.
  var rooms: (tokens: RoomAccess.Tokens, url: String?)?
  /// How reports name it.
  var name: String

  /// Starts or looks up what `plan` calls.
  /// - Throws: `RunError` when it cannot be started or found.
  init(_ plan: RunPlan, program: String, folder: RunFolder) throws {
    switch plan.target {
    case .embedded(var settings):
      if settings["SILENCE_TIMEOUT"] == nil {
        settings["SILENCE_TIMEOUT"] = "\(plan.silenceThreshold.nanoseconds / 1_000_000)ms"
      }
      let log = folder.file("bridge.log")
      let bridge = try EmbeddedBridge(program: program, settings: settings, log: log)
      self.bridge = bridge
      address = bridge.sip
      host = "\(bridge.sip.ip)"
      rooms = (.endpoint("http://127.0.0.1:\(bridge.http)/api/token"), nil)
      name = "embedded"
    case .sip(let host, let port):
      guard let ip = IPAddress(host) ?? HostAddress.resolve(host) else {
        throw RunError(.configuration, "target \(host): the host name cannot be resolved")
      }
      guard ip.family == .v4 else {
        throw RunError(.configuration, "target \(host): callsim calls over IPv4 only; name an IPv4 address")
      }
      self.host = host
      address = TransportAddress(ip, port)
      rooms = try plan.rooms.map { (try Target.tokens($0.tokens), $0.url) }
      name = "sip:\(host):\(port);transport=\(plan.transport.rawValue)"
    case .rooms:
      host = ""
      address = TransportAddress(.loopback, 5060)
      rooms = try plan.rooms.map { (try Target.tokens($0.tokens), $0.url) }
      name = plan.targetName
    }
  }

  private static func tokens(_ plan: RoomsPlan.Tokens) throws -> RoomAccess.Tokens {
    switch plan {
    case .endpoint(let url): return .endpoint(url)
    case .signed(let key, let secret):
      let environment = ProcessInfo.processInfo.environment
      guard let keyValue = environment[key], let secretValue = environment[secret] else {
        let missing = environment[key] == nil ? key : secret
        throw RunError(
          .configuration, "target: the environment variable \(missing) is not set; it holds what signs tokens"
        )
      }
      return .signed(key: keyValue, secret: secretValue)
    }
  }
}
