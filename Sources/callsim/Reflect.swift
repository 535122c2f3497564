import ArgumentParser
import CallSimulator
import Foundation

/// `callsim reflect`: a loop of known delay to measure against.
struct Reflect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answers calls and sends their audio back after a known delay, until SIGTERM or Ctrl-C.")

  @Option(help: ArgumentHelp("Time from a packet's arrival to its way back, milliseconds.", valueName: "ms"))
  var delay = 0.0
  @Option(help: ArgumentHelp("Where SIP is answered, UDP and TCP.", valueName: "ip:port"))
  var sip = "127.0.0.1:5090"
  @Option(help: ArgumentHelp("UDP ports for audio, two for each call.", valueName: "from-to"))
  var rtpPorts = "32000-32399"

  func validate() throws {
    guard (0...60_000).contains(delay) else { throw ValidationError("--delay: expected 0 to 60000 ms") }
  }

  func run() async throws {
    do {
      try await ReflectorService(sip: sip, delayMilliseconds: delay, rtpPorts: rtpPorts).run { address in
        print("reflecting calls to sip:\(address) after \(delay) ms; Ctrl-C ends it")
        fflush(nil)
      }
    } catch let error as RunError {
      throw Complaint.exit(error.exitCode, "callsim: \(error)")
    }
  }
}
