import Foundation
import LiveWorld
import Measurement
import SansIO
import Testing

/// The scenario that everybody runs first.
@Suite(.timeLimit(.minutes(2))) struct SmokeRunTests {
  @Test func `the first call passes and leaves all its reports`() async throws {
    // The thresholds of the file less those on time, and a shorter silence so as not to keep anybody waiting.
    let run = try Simulation.start(
      file: "\(Programs.root)/Scenarios/smoke/first-call.yaml",
      arguments: [
        "--set", "silence-threshold=2s", "--set", "limits=\(Simulation.patientLimits)",
        "--set", "bridge={RTP_PORTS: \(Ports.take(32).setting)}",
        "--set",
        """
        thresholds=[answered.rate == 100 %, hangup_false.count == 0, hangup_missed.count == 0, \
        crosstalk.count == 0, unexpected_endings.count == 0, participants_joined.rate == 100 %, \
        participants_unexpected_endings.count == 0]
        """,
      ])
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(0), "\(outcome.text)")
    #expect(outcome.summary.passed)
    #expect(outcome.summary.planned == 3)
    #expect(outcome.summary.answered == 3)
    #expect(outcome.summary.hangUps.expected == 3)
    #expect(outcome.summary.hangUps.measured == 3)
    #expect(outcome.records.count == 3)
    #expect(outcome.records.allSatisfy { $0.ending.cause == .remoteBye })
    // The agent answers each probe with one of its own.
    #expect(outcome.records(of: "alice").allSatisfy { !$0.probesHeard.isEmpty })
    #expect(outcome.text.contains("PASSED"))
    try expectSelfContained("\(run.output)/report.html")
    let junit = try String(contentsOfFile: "\(run.output)/junit.xml", encoding: .utf8)
    #expect(junit.contains(#"failures="0""#))
    let log = try String(contentsOfFile: "\(run.output)/bridge.log", encoding: .utf8)
    #expect(log.components(separatedBy: #""event":"call answered""#).count == 4)
    #expect(log.components(separatedBy: #""event":"participant connected""#).count == 4)
  }

  /// Nothing that a browser would fetch: no link, script, image, import or font from elsewhere.
  private func expectSelfContained(_ path: String) throws {
    let page = try String(contentsOfFile: path, encoding: .utf8)
    #expect(page.hasPrefix("<!doctype html>"))
    #expect(page.contains("first-call"))
    for loading in [
      #/\bsrc\s*=\s*["']?(?!data:)/#, #/<link\b/#, #/@import/#, #/url\(\s*["']?(?!data:|#)/#, #/\bfetch\(/#,
    ] {
      #expect(page.firstMatch(of: loading.ignoresCase()) == nil)
    }
    for match in page.matches(of: #/https?:[^\s"'<]*/#) {
      // The name of SVG's namespace is no address.
      #expect(match.output.hasPrefix("http://www.w3.org/"))
    }
  }
}
