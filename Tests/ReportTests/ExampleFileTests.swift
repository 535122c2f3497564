import Measurement
import Report
import Testing

@Suite struct ExampleFileTests {
  private static let run = ExampleRun.room

  private static func bytes(_ name: String) throws -> [UInt8] {
    switch name {
    case "run.json": try RunDocument.encode(run.header, file: name)
    case "health.json": try RunDocument.encode(run.health, file: name)
    case "summary.json": try RunDocument.encode(run.summary, file: name)
    case "records.jsonl":
      try run.records.flatMap { record throws in try RecordLine.encode(record) }
        + run.participants.flatMap { record throws in try RecordLine.encode(record) }
    default: HTMLReport.render(summary: run.summary, records: run.all)
    }
  }

  @Test(arguments: ["run.json", "health.json", "summary.json", "records.jsonl", "report.html"])
  func `the committed example is what this build writes`(name: String) throws {
    let bytes = try ExampleFileTests.bytes(name)
    try GoldenFile.regenerate(name, bytes)
    #expect(
      try GoldenFile.example(name) == bytes, "run once with REGENERATE_EXAMPLES=1 if the change is meant")
  }

  @Test func `the committed examples read back as the run they were made from`() throws {
    let run = ExampleFileTests.run
    let file = RecordFile(reading: try GoldenFile.example("records.jsonl"))
    #expect(file.records == run.records && file.participants == run.participants)
    #expect(file.problems == [])
    let header = try RunDocument.decode(
      RunHeader.self, from: GoldenFile.example("run.json"), file: "run.json")
    let health = try RunDocument.decode(
      RunHealth.self, from: GoldenFile.example("health.json"), file: "health.json")
    let isSame = RunSummary(header: header, records: file.all, health: health) == run.summary
    #expect(isSame)
  }
}
