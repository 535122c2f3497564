import Measurement
import Report
import Testing

@Suite struct RecordFileTests {
  private static let records = ExampleRun.golden.records

  private static func lines() throws -> [[UInt8]] {
    try records.map { record throws in try RecordLine.encode(record) }
  }

  @Test func `a whole file gives all records in order`() throws {
    let file = RecordFile(reading: try Array(RecordFileTests.lines().joined()))
    #expect(file.records == RecordFileTests.records)
    #expect(file.problems == [])
  }

  @Test func `an empty file has neither records nor problems`() {
    #expect(RecordFile(reading: []).records == [])
    #expect(RecordFile(reading: Array("\n\n \r\n".utf8)).problems == [])
  }

  @Test(arguments: [1, 2, 40, 1_000]) func `a last line cut short costs only itself`(kept: Int) throws {
    let lines = try RecordFileTests.lines()
    let file = RecordFile(reading: lines[..<5].flatMap(\.self) + lines[5].prefix(kept))
    #expect(file.records == Array(RecordFileTests.records.dropLast()))
    #expect(file.problems.map(\.line) == [6])
    #expect(file.problems.first?.reason == "the last line is cut short; the run died while it was written")
  }

  @Test func `a last line that lacks only its line feed counts`() throws {
    let file = RecordFile(reading: try Array(Array(RecordFileTests.lines().joined()).dropLast()))
    #expect(file.records.count == 6)
    #expect(file.problems == [])
  }

  @Test func `damage in the middle is listed with its line and passed over`() throws {
    var lines = try RecordFileTests.lines()
    lines[1] = Array("{\"version\":1}\n".utf8)
    lines[2] = Array("no json\n".utf8)
    lines[3] = [0xFF, 0x00, 0x0A]
    let file = RecordFile(reading: Array(lines.joined()), name: "a.jsonl")
    #expect(file.records.map(\.call) == [0, 2, 2])
    #expect(file.problems.map(\.line) == [2, 3, 4])
    #expect(file.problems.map(\.file) == ["a.jsonl", "a.jsonl", "a.jsonl"])
    #expect(file.problems[0].reason.hasSuffix("is missing"))
    #expect(file.problems[1].description == "a.jsonl:3: not complete JSON")
  }

  @Test func `a record of another layout is a problem that says so`() throws {
    var record = RecordFileTests.records[0]
    record.version = 2
    let file = RecordFile(reading: try RecordLine.encode(record))
    #expect(file.records == [])
    #expect(file.problems.map(\.reason) == ["layout version 2 is unknown; this build reads version 1"])
  }
}
