import Foundation
import Measurement
import Report
import Testing

@Suite struct SchemaTests {
  private static func problems(_ bytes: [UInt8], _ schema: String) throws -> [String] {
    try SchemaCheck(JSONSerialization.jsonObject(with: Data(bytes)), schema: schema).problems
  }

  private static let troubled = ExampleRun(
    calls: 8, troubles: [0: .refused, 1: .early, 2: .missed, 3: .wrongCause, 4: .loss, 5: .retransmission])

  /// A record in which every optional field holds something.
  private static var fullest: CallRecord {
    var record = troubled.records[6]
    record.ending = Ending(cause: .refused, status: 486, detail: "Busy Here")
    record.milestones.byeSent = 1
    record.milestones.byeAnswered = 2
    record.activity[0].lastActive = 3
    record.activity[0].firstActive = 3
    record.probesHeard.append(HeardProbe(identity: nil, wire: 1, ear: 2, confidence: 3.5))
    return record
  }

  @Test(arguments: [false, true]) func `every key of run, health and summary is described`(isGolden: Bool)
    throws
  {
    let run = isGolden ? ExampleRun.golden : SchemaTests.troubled
    var health = run.health
    health.aborted = "stopped"
    health.bridgeExit = "signal 11"
    let summary = RunSummary(header: run.header, records: run.records, health: health)
    #expect(try SchemaTests.problems(RunDocument.encode(run.header, file: ""), "run.schema.json") == [])
    #expect(try SchemaTests.problems(RunDocument.encode(health, file: ""), "health.schema.json") == [])
    #expect(try SchemaTests.problems(RunDocument.encode(summary, file: ""), "summary.schema.json") == [])
  }

  @Test func `a run that died fits the summary's schema`() throws {
    let summary = RunSummary(header: ExampleRun.golden.header, records: [], health: nil)
    #expect(try SchemaTests.problems(RunDocument.encode(summary, file: ""), "summary.schema.json") == [])
  }

  @Test func `every key of the rules of a simulated world is described`() throws {
    var rule = RunChecks.Rule("nothing is left over")
    rule.examine()
    rule.violated("calls in the bridge: 1")
    let checks = RunChecks(rules: [rule], lostDatagrams: 3)
    #expect(checks.violations == 1)
    #expect(try SchemaTests.problems(RunDocument.encode(checks, file: ""), "checks.schema.json") == [])
  }

  @Test func `every key of a record is described`() throws {
    for record in SchemaTests.troubled.records + [SchemaTests.fullest] {
      #expect(try SchemaTests.problems(RecordLine.encode(record), "record.schema.json") == [])
    }
  }

  /// A participant's record in which every optional field holds something.
  private static var fullestStay: ParticipantRecord {
    var record = ExampleRun.room.participants[0]
    record.ending = ParticipantEnding(cause: .refused, status: 401, reason: 5, detail: "no token")
    record.milestones.leaveSent = 1
    record.mutes = [MuteRecord(at: 1, muted: true, byServer: true)]
    return record
  }

  @Test func `every key of a participant's record is described, and every described one exists`() throws {
    for record in ExampleRun.room.participants + [SchemaTests.fullestStay] {
      #expect(try SchemaTests.problems(RecordLine.encode(record), "participant.schema.json") == [])
    }
    let schema = try GoldenFile.schema("participant.schema.json")
    let described = try #require(schema["properties"] as? [String: Any])
    let object = try JSONSerialization.jsonObject(with: Data(RecordLine.encode(SchemaTests.fullestStay)))
    let emitted = try #require(object as? [String: Any])
    #expect(Set(described.keys) == Set(emitted.keys))
  }

  @Test(arguments: [false, true]) func `what a run with participants adds is described`(isAlone: Bool) throws
  {
    let run = isAlone ? ExampleRun.roomsAlone : ExampleRun.room
    #expect(try SchemaTests.problems(RunDocument.encode(run.header, file: ""), "run.schema.json") == [])
    #expect(try SchemaTests.problems(RunDocument.encode(run.health, file: ""), "health.schema.json") == [])
    #expect(try SchemaTests.problems(RunDocument.encode(run.summary, file: ""), "summary.schema.json") == [])
  }

  @Test func `a described property exists in the fullest record`() throws {
    let schema = try GoldenFile.schema("record.schema.json")
    let described = try #require(schema["properties"] as? [String: Any])
    let object = try JSONSerialization.jsonObject(with: Data(RecordLine.encode(SchemaTests.fullest)))
    let emitted = try #require(object as? [String: Any])
    #expect(Set(described.keys) == Set(emitted.keys))
  }

  @Test(arguments: [
    (#""call":3"#, #""call":"3""#, "$.call is no number"),
    (#""call":3"#, #""call":-3"#, "$.call is too small"),
    (#""call":3"#, #""call":3.5"#, "$.call is not whole"), (#""call":3,"#, "", "$.call is missing"),
    (#""call":3"#, #""call":3,"extra":1"#, "$.extra is not described"),
    (#""expected":"silence""#, #""expected":"noise""#, "$.expected is none of"),
    (#""version":1"#, #""version":2"#, "$.version is not 1"),
  ])
  func `the check finds what does not fit`(original: String, changed: String, problem: String) throws {
    let line = try String(decoding: RecordLine.encode(SchemaTests.troubled.records[6]), as: UTF8.self)
    let damaged = line.replacing(original, with: changed, maxReplacements: 1)
    try #require(damaged != line)
    let problems = try SchemaTests.problems(Array(damaged.utf8), "record.schema.json")
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix(problem) == true)
  }
}
