import Measurement
import Report
import Testing

@Suite struct RunDocumentTests {
  private static let run = ExampleRun.golden

  private static func decode(_ text: String) throws -> RunHeader {
    try RunDocument.decode(RunHeader.self, from: Array(text.utf8), file: "run.json")
  }

  private static func header() throws -> String {
    try String(decoding: RunDocument.encode(run.header, file: "run.json"), as: UTF8.self)
  }

  @Test func `documents survive writing and reading`() throws {
    let run = RunDocumentTests.run
    let header = try RunDocument.encode(run.header, file: "run.json")
    #expect(try RunDocument.decode(RunHeader.self, from: header, file: "") == run.header)
    let health = try RunDocument.encode(run.health, file: "health.json")
    #expect(try RunDocument.decode(RunHealth.self, from: health, file: "") == run.health)
    let summary = try RunDocument.encode(run.summary, file: "summary.json")
    #expect(try RunDocument.decode(RunSummary.self, from: summary, file: "") == run.summary)
  }

  @Test func `the largest seed survives`() throws {
    var header = RunDocumentTests.run.header
    header.seed = .max
    let bytes = try RunDocument.encode(header, file: "")
    #expect(try RunDocument.decode(RunHeader.self, from: bytes, file: "").seed == .max)
  }

  @Test func `documents are indented and end with a line feed`() throws {
    let text = try RunDocumentTests.header()
    #expect(text.hasPrefix("{\n  \"file\" : \"Scenarios/silence-hang-up.yaml\",\n"))
    #expect(text.hasSuffix("\n}\n"))
  }

  @Test func `an unknown version is named before any missing field`() {
    #expect {
      try RunDocumentTests.decode(#"{"version": 7}"#)
    } throws: { error in
      "\(error)" == "run.json: layout version 7 is unknown; this build reads version 1"
    }
  }

  @Test(arguments: [
    (#""seed" : 42"#, #""seed" : "many""#, "`seed` must hold UInt64"),
    (#""receiveDrops" : 0"#, #""drops" : 0"#, "`limits.receiveDrops` is missing"),
    (#""target" : "embedded""#, #""target" : null"#, "`target` is null; it must hold String"),
  ])
  func `a wrong field is named with its path`(original: String, changed: String, reason: String) throws {
    let text = try RunDocumentTests.header()
    try #require(text.contains(original))
    #expect {
      try RunDocumentTests.decode(text.replacing(original, with: changed))
    } throws: { error in
      (error as? DocumentError)?.reason == reason
    }
  }

  @Test(arguments: ["", "{", "[]x", "\u{0}"]) func `what is no JSON is refused`(text: String) {
    #expect(throws: DocumentError.self) { try RunDocumentTests.decode(text) }
  }
}
