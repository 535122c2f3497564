import ArgumentParser
import BridgeServer
import Foundation
import LiveWorld
import Logging

/// `callbridge serve`: runs the bridge until SIGTERM or Ctrl-C.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the bridge until SIGTERM or Ctrl-C.",
    discussion: """
      Every option can also be set by the environment variable in brackets; the option wins. One line of JSON per \
      milestone goes to standard output.

      With no dispatch rules, this machine's own addresses (127.0.0.0/8) may call any room: sip:call-12345@127.0.0.1
      puts the caller into room call-12345.
      """)

  @Option(help: ArgumentHelp("Where SIP is answered, UDP and TCP. [SIP_ADDRESS]", valueName: "ip:port"))
  var sip: String?
  @Option(
    help: ArgumentHelp(
      "Address told to callers when it is not the bound one. [PUBLIC_ADDRESS]", valueName: "ip"))
  var publicAddress: String?
  @Option(help: ArgumentHelp("Address of the audio ports. [RTP_ADDRESS]", valueName: "ip"))
  var rtpAddress: String?
  @Option(help: ArgumentHelp("UDP ports for audio, two for each call. [RTP_PORTS]", valueName: "from-to"))
  var rtpPorts: String?
  @Option(help: ArgumentHelp("UDP port of all participants' media. [ICE_PORT]", valueName: "port"))
  var icePort: String?
  @Option(
    help: ArgumentHelp(
      "What ICE candidates name when it is not the bound address. [ICE_PUBLIC]", valueName: "ip[:port]"))
  var icePublic: String?
  @Option(help: ArgumentHelp("Port of the HTTP API and of the rooms' signalling. [PORT]", valueName: "port"))
  var port: String?
  @Option(
    help: ArgumentHelp("A second port of the same; LiveKit's is 7880. [LIVEKIT_PORT]", valueName: "port"))
  var livekitPort: String?
  @Option(
    help: ArgumentHelp(
      "Tokens of /api/token a minute for one client address, or off. [TOKEN_RATE]", valueName: "count"))
  var tokenRate: String?
  @Option(
    help: ArgumentHelp(
      "When a room is over: with-call (its last phone call) or when-empty. [ROOM_ENDS]", valueName: "when"))
  var roomEnds: String?
  @Option(help: ArgumentHelp("Address of the HTTP API. [HTTP_ADDRESS]", valueName: "ip"))
  var httpAddress: String?
  @Option(help: ArgumentHelp("File of trunks and dispatch rules. [DISPATCH_RULES]", valueName: "file"))
  var dispatchRules: String?
  @Option(
    help: ArgumentHelp("Silence that ends a call: 10s, 500ms, off. [SILENCE_TIMEOUT]", valueName: "time"))
  var silenceTimeout: String?
  @Option(help: ArgumentHelp("Time without any packet that ends a call. [MEDIA_TIMEOUT]", valueName: "time"))
  var mediaTimeout: String?
  @Option(help: ArgumentHelp("More calls are refused with 503. [MAX_CALLS]", valueName: "count"))
  var maxCalls: String?
  @Option(help: ArgumentHelp("Depth of the jitter buffer for callers. [JITTER_BUFFER]", valueName: "time"))
  var jitterBuffer: String?
  @Option(
    help: ArgumentHelp(
      "trace, debug, info, notice, warning, error or critical. [LOG_LEVEL]", valueName: "level"))
  var logLevel: String?

  @Option(
    help: ArgumentHelp(
      "Ends when the process that started it ends, which is this one; callsim's embedded bridge does.",
      valueName: "pid"))
  var withParent: Int32?

  func run() async throws {
    // Whoever reads the log may go before we do.
    signal(SIGPIPE, SIG_IGN)
    defer { LogWriter.standardOutput.flush() }
    var environment = ProcessInfo.processInfo.environment
    let flags = [
      ("SIP_ADDRESS", sip), ("PUBLIC_ADDRESS", publicAddress), ("RTP_ADDRESS", rtpAddress),
      ("RTP_PORTS", rtpPorts),
      ("ICE_PORT", icePort), ("ICE_PUBLIC", icePublic), ("LIVEKIT_PORT", livekitPort),
      ("TOKEN_RATE", tokenRate), ("ROOM_ENDS", roomEnds),
      ("PORT", port), ("HTTP_ADDRESS", httpAddress), ("DISPATCH_RULES", dispatchRules),
      ("SILENCE_TIMEOUT", silenceTimeout), ("MEDIA_TIMEOUT", mediaTimeout), ("MAX_CALLS", maxCalls),
      ("JITTER_BUFFER", jitterBuffer), ("LOG_LEVEL", logLevel),
    ]
    for case (let name, let value?) in flags { environment[name] = value }
    do {
      // The ordinary way out: calls get their BYE.
      if let withParent { _ = try ParentWatch(of: withParent) { kill(getpid(), SIGTERM) } }
      let settings = try ServerSettings(environment: environment)
      let dispatch = try BridgeServer.dispatchTable(for: settings)
      var logger = Logger(label: "callbridge") { _ in JSONLogHandler() }
      logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
      try await BridgeServer(settings: settings, dispatch: dispatch, logger: logger).run()
    } catch let error as SettingError {
      FileHandle.standardError.write(Data("callbridge: \(error)\n".utf8))
      throw ExitCode(104)
    } catch {
      FileHandle.standardError.write(Data("callbridge: \(error)\n".utf8))
      throw ExitCode(1)
    }
  }
}
