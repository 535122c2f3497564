import Foundation
import Measurement
import SansIO
import Scenario
import Testing

/// The scenarios that come with the project.
struct ScenarioFilesTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Scenarios").resolvingSymlinksInPath()
  static let files =
    (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? [])
    .compactMap { ($0 as? URL)?.path }.filter { $0.hasSuffix(".yaml") }.sorted()

  private func plan(_ name: String) throws -> RunPlan {
    let url = Self.folder.appending(path: name)
    return try ScenarioFile.plan(bytes: [UInt8](Data(contentsOf: url)), path: url.path)
  }

  @Test func `there are scenarios`() { #expect(Self.files.count >= 4) }

  @Test(arguments: files)
  func `a scenario of the project is right, says what it shows, and finds its voices`(path: String) throws {
    let plan = try ScenarioFile.plan(bytes: [UInt8](Data(contentsOf: URL(filePath: path))), path: path)
    #expect(plan.summary.contains("Shows") && plan.summary.contains("Does not show"))
    #expect(!plan.thresholds.isEmpty)
    #expect(URL(filePath: path).deletingPathExtension().lastPathComponent == plan.name)
    for voice in plan.callers.compactMap(\.voice) { #expect(FileManager.default.fileExists(atPath: voice)) }
  }

  @Test func `the smoke run leaves time for start and calibration within 40 s`() throws {
    #expect(try plan("smoke/first-call.yaml").nominalDuration < .seconds(30))
  }

  @Test func `the load is 100 callers from the tenth second on for two minutes`() throws {
    let plan = try plan("load/steady-100.yaml")
    #expect(plan.sipCalls == 100)
    #expect(try #require(plan.arrivals.last) < .seconds(10))
    #expect(plan.nominalCallDuration == .seconds(130))
  }

  @Test func `nobody under load is silent for as long as the bridge takes for silence`() throws {
    let plan = try plan("load/steady-100.yaml")
    for caller in plan.callers {
      var quiet = caller.offset
      for step in caller.timeline {
        quiet = step.isActive ? .zero : quiet + (step.length ?? .zero)
        #expect(quiet < plan.silenceThreshold)
      }
    }
  }

  @Test func `the hang-up run times 20 calls, and no probe falls into the silence`() throws {
    let plan = try plan("hangup/ten-seconds.yaml")
    #expect(plan.arrivals.count == 20)
    #expect(plan.callers.allSatisfy { $0.expects == .silence && $0.timeline.last == .silence(.idle, nil) })
    #expect(plan.silenceThreshold == .seconds(10))
  }
}
