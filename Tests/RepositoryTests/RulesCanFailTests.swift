import Scenario
import Testing

/// Each rule of the house finds what it is there to find.
@Suite struct RulesCanFailTests {
  private func file(_ path: String, _ text: String) -> Checkout.File { Checkout.File(path: path, text: text) }

  @Test(arguments: [
    "import LiveWorld", "public import Foundation", "@preconcurrency import Glibc", "import SDP",
  ])
  func `an import that points up or sideways is found`(line: String) {
    #expect(
      ImportTable.violations(in: file("Sources/RTP/Packet.swift", "public import SansIO\n\(line)\n")).count
        == 1)
  }

  @Test func `an unknown target may import nothing`() {
    #expect(ImportTable.violations(in: file("Sources/Attic/A.swift", "import SansIO")).count == 1)
  }

  @Test func `a file of 601 lines is found`() {
    let text = Array(repeating: "// line", count: 601).joined(separator: "\n")
    #expect(SizeLimits.violations(in: file("Sources/A/B.swift", text)).map(\.line) == [601])
    #expect(SizeLimits.violations(in: file("Sources/A/B.swift", String(text.dropLast(8)))) == [])
  }

  @Test(arguments: ["func long() {", "  mutating func long<T>(_ t: T) -> T where T: A {", "init(a: Int) {"])
  func `a function of 61 lines is found and one of 60 is not`(head: String) {
    let body: (Int) -> String = {
      ([head] + Array(repeating: "  if a { b() }", count: $0 - 2) + ["}"]).joined(separator: "\n")
    }
    #expect(SizeLimits.violations(in: file("Sources/A/B.swift", body(61))).count == 1)
    #expect(SizeLimits.violations(in: file("Sources/A/B.swift", body(60))) == [])
  }

  @Test func `braces in text and comments do not count`() {
    let text = "func a() {\n  let b = \"{{{\" // {{\n}\nfunc c() {\n}\n"
    #expect(SizeLimits.functions(in: file("a", text).lines).map(\.length) == [3, 2])
  }

  @Test(arguments: [
    "exit(1)", "  print(\"x\")", "let a = try! b()", "// TODO later", "fatalError(\"x\")", "usleep(10)",
  ])
  func `a banned call in a source is found`(line: String) {
    #expect(
      BannedWords.violations(of: BannedWords.inSources, in: file("Sources/Bridge/A.swift", line)).count == 1)
  }

  @Test(arguments: ["// exit( in a comment", "footprint(3)", "queue.print(1)", "func onexit() {}"])
  func `a harmless line is left alone`(line: String) {
    #expect(BannedWords.violations(of: BannedWords.inSources, in: file("Sources/Bridge/A.swift", line)) == [])
  }

  @Test func `programs may print and exit`() {
    let program = file("Sources/callsim/A.swift", "print(\"a\")\nexit(0)")
    #expect(BannedWords.violations(of: BannedWords.inSources, in: program) == [])
  }

  @Test(arguments: [
    "try await Task.sleep(for: .seconds(1))", "sleep(1)", "@testable import SIP", ".disabled(\"x\")",
  ])
  func `a sleeping or skipped test is found`(line: String) {
    #expect(
      !BannedWords.violations(of: BannedWords.inTests, in: file("Tests/SIPTests/A.swift", line)).isEmpty)
  }

  @Test func `make targets are read from Makefile and text`() {
    #expect(
      MakeTargets.defined(in: "A := b\nSWIFT ?= swift\ndemo: build ## x\n\tcmd: x\n.PHONY: demo\n") == [
        "demo"
      ])
    #expect(MakeTargets.named(in: "run `make demo` or\nmake test\nand make sure") == ["demo", "test"])
  }

  @Test func `a scenario that does not parse is found`() {
    #expect(throws: ScenarioError.self) {
      try ScenarioFile.plan(
        text: "name: x\nsummary: Shows nothing. Does not show anything.\ncaller: {}\n", path: "x.yaml")
    }
  }
}
