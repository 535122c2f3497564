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

  @Test func `there are scenarios`() { #expect(Self.files.count >= 6) }

  @Test(arguments: files)
  func `a scenario of the project is right, says what it shows, and finds its voices`(path: String) throws {
    let plan = try ScenarioFile.plan(bytes: [UInt8](Data(contentsOf: URL(filePath: path))), path: path)
    #expect(plan.summary.contains("Shows") && plan.summary.contains("Does not show"))
    #expect(!plan.thresholds.isEmpty)
    #expect(URL(filePath: path).deletingPathExtension().lastPathComponent == plan.name)
    for voice in plan.callers.compactMap(\.voice) + plan.participants.compactMap(\.voice) {
      #expect(FileManager.default.fileExists(atPath: voice))
    }
  }

  @Test func `the smoke run leaves time for start and calibration within 40 s`() throws {
    #expect(try plan("smoke/first-call.yaml").nominalDuration < .seconds(30))
  }

  @Test(arguments: ["smoke/first-call.yaml", "hangup/ten-seconds.yaml", "load/steady-100.yaml"])
  func `each call of the three main scenarios has a participant that publishes and stays to the room's end`(
    name: String
  ) throws {
    let plan = try plan(name)
    #expect(plan.participants.count == 1)
    #expect(plan.participants.allSatisfy { $0.publishes && $0.expects == .roomEnd && $0.room == nil })
    #expect(plan.thresholds.contains { $0.metric == .participantsJoined })
  }

  @Test func `every scenario with participants can be pointed at a deployment elsewhere`() throws {
    let target = "{ sip: \"sip:10.0.0.5\", token: \"http://10.0.0.5:3001/api/token\" }"
    for path in Self.files {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      let plan = try ScenarioFile.plan(bytes: bytes, path: path, overrides: [("target", target)])
      #expect(plan.target == .sip(host: "10.0.0.5", port: 5060))
      #expect(plan.rooms == RoomsPlan(tokens: .endpoint("http://10.0.0.5:3001/api/token")))
    }
  }

  @Test func `the smoke run of telephones has nobody else`() throws {
    #expect(try plan("smoke/phones-only.yaml").participants.isEmpty)
  }

  @Test func `the load is 100 calls from the tenth second on for two minutes`() throws {
    let plan = try plan("load/steady-100.yaml")
    #expect(plan.sipCalls == 100 && plan.stays == 100)
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
    #expect(plan.participants.allSatisfy { $0.timeline.last == .silence(.idle, nil) })
    #expect(plan.silenceThreshold == .seconds(10))
  }
}
