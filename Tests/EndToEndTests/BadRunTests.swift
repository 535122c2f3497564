import Foundation
import LiveWorld
import Measurement
import SansIO
import Testing

/// `callsim` refuses what cannot be run, in words, and before it calls anybody.
@Suite(.serialized, .timeLimit(.minutes(2))) struct BadRunTests {
  private static let good = """
    name: fine
    callers:
      alice:
        dial: anybody
        timeline: [silence: 1 s, hang-up]
        expect: caller

    """

  @Test func `a scenario file that is not there is named`() async throws {
    let (status, text) = try await Command.run("callsim", ["run", "/no/such/scenario.yaml"])
    #expect(status == .exited(104))
    #expect(text.contains("/no/such/scenario.yaml"))
  }

  @Test(arguments: [
    ("timeline", "timelin", ":5:", "did you mean `timeline`"), ("1 s", "1", ":5:", "`1`"),
    ("1 s", "1 Hz", ":5:", "Hz"),
    ("alice", "Alice Smith", ":3:", "Alice Smith"), ("fine", "fine\ncalls: 0", ":2:", "0"),
    ("fine", "fine\nthresholds: [\"hangup_eror.p99 < 1 s\"]", ":2:", "hangup_error"),
    ("hang-up", "hangup", ":5:", "hang-up"),
    ("callers:", "callers: [", ":", "error"),
  ])
  func `a mistake in a scenario is named with its line`(
    right: String, wrong: String, line: String, words: String
  ) async throws {
    let folder = try TemporaryFolder()
    let text = Self.good.replacingOccurrences(of: right, with: wrong)
    let path = try folder.write("scenario.yaml", text)
    let (status, said) = try await Command.run("callsim", ["run", path, "--output", folder.file("run")])
    #expect(status == .exited(104))
    #expect(said.contains("\(path)\(line)"), "\(said)")
    #expect(said.contains(words), "\(said)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("run")), "nothing is written")
  }

  @Test(arguments: [
    (["--loud"], 64, "--loud"), (["--set", "calls"], 64, "name=value"), (["--set", "cals=2"], 104, "cals"),
    (["--target", "http://example.org"], 104, "--target"),
    (["--target", "sip:no.such.host.invalid"], 104, "no.such.host.invalid"),
    (["--rtp-ports", "5"], 104, "--rtp-ports"), (["--rtp-ports", "70000-70010"], 104, "--rtp-ports"),
    (["--bridge", "/no/such/bridge"], 1, "/no/such/bridge"), (["--bridge", "/bin/false"], 1, "/bin/false"),
    (["--set", "bridge={RTP_PORTS: x}"], 1, "RTP_PORTS"),
  ])
  func `an argument that cannot be used is named`(arguments: [String], code: Int32, words: String)
    async throws
  {
    let folder = try TemporaryFolder()
    let path = try folder.write("scenario.yaml", Self.good)
    let own = ["run", path, "--output", folder.file("run")]
    let ports = arguments[0] == "--rtp-ports" ? [] : ["--rtp-ports", try Ports.take(8).setting]
    let (status, text) = try await Command.run("callsim", own + ports + arguments)
    #expect(status == .exited(code), "\(text)")
    #expect(text.contains(words), "\(text)")
  }

  @Test func `a voice that is not there is named with its caller`() async throws {
    let folder = try TemporaryFolder()
    let text = Self.good.replacingOccurrences(
      of: "dial: anybody", with: "dial: anybody\n    voice: no-such.wav"
    )
    .replacingOccurrences(of: "silence: 1 s", with: "speech: 1 s")
    let path = try folder.write("scenario.yaml", text)
    let (status, said) = try await Command.run("callsim", ["run", path, "--output", folder.file("run")])
    #expect(status == .exited(104))
    #expect(said.contains("alice"))
    #expect(said.contains("no-such.wav"))
  }

  @Test func `a folder with somebody else's files is left alone`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("scenario.yaml", Self.good)
    let (status, text) = try await Command.run("callsim", ["run", path, "--output", folder.path])
    #expect(status == .exited(104))
    #expect(text.contains("--output \(folder.path)"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["scenario.yaml"])
  }

  @Test func `a report of what is no run is refused`() async throws {
    let folder = try TemporaryFolder()
    let (status, text) = try await Command.run("callsim", ["report", folder.path])
    #expect(status == .exited(104))
    #expect(text.contains("run.json"))
  }

  @Test(arguments: SIPp.Transport.allCases)
  func `a target port that nobody listens at is told for each caller`(transport: SIPp.Transport) async throws
  {
    let address = TransportAddress(.loopback, try Ports.one())
    let run = try Simulation.start(
      Self.good + "thresholds: [answered.rate == 100 %]",
      target: "sip:\(address)" + (transport == .tcp ? ";transport=tcp" : ""))
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(99), "\(outcome.text)")
    #expect(outcome.summary.valid)
    let ending = try #require(outcome.records.first?.ending)
    #expect(ending.cause == .failed)
    #expect(ending.detail?.contains("\(address)") == true, "\(ending)")
    #expect(ending.detail?.contains("Connection refused") == true, "\(ending)")
  }
}
