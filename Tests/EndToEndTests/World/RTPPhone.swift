import Foundation
import LiveWorld
import SansIO
import Testing

/// The foreign audio half of a phone, Tests/Peers/rtp-phone.py.
struct RTPPhone: Sendable {
  /// What it heard and said, in packets.
  struct Findings: Decodable, Sendable {
    var packets: Int
    /// By the sequence numbers of the first and the last.
    var expected: Int
    /// Packets of loud audio.
    var loud: Int
    /// Datagrams that are no RTP.
    var malformed: Int
    /// Different SSRCs.
    var sources: Int
    /// Payload types seen.
    var types: [Int]
    /// Payload lengths seen.
    var sizes: [Int]
    var sent: Int
  }

  let port: UInt16
  private let program: Program

  /// Starts a phone that speaks for `speak` seconds once it hears somebody.
  init(speak: Double) async throws {
    port = try Ports.one()
    program = try Program(
      Programs.foreign("python3", package: "python3"),
      [Programs.peer("rtp-phone.py"), "--port", "\(port)", "--speak", "\(speak)"])
    try await program.line("ready")
  }

  /// Waits until it has heard nothing for a second.
  func findings() async throws -> Findings {
    #expect(try await program.exit(limit: .seconds(90)) == .exited(0))
    return try JSONDecoder().decode(Findings.self, from: Data((program.transcript.lines.last ?? "").utf8))
  }
}
