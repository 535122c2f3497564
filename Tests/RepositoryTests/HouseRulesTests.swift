import Foundation
import Testing

/// The rules of the house, held against every file of the checkout.
@Suite struct HouseRulesTests {
  @Test func `imports point down only`() {
    #expect(Checkout.sources.count > 50)
    #expect(Checkout.sources.flatMap(ImportTable.violations) == [])
  }

  @Test func `every target has a row in the import table`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Checkout.root.path + "/Sources")
    let swift = folders.filter { folder in
      Checkout.sources.contains { $0.path.hasPrefix("Sources/\(folder)/") }
    }
    #expect(Set(swift).subtracting(ImportTable.allowed.keys) == [])
  }

  @Test func `the bridge and the simulator never import each other`() {
    let sides: [[String]] = [
      ["Bridge", "BridgeServer", "Ortp"],
      ["Callers", "Participants", "Voices", "CallSimulator", "RoomClient", "Scenario", "Measurement"],
    ]
    for target in sides[0] { #expect(ImportTable.allowed[target]?.isDisjoint(with: sides[1]) == true) }
    for target in sides[1] { #expect(ImportTable.allowed[target]?.isDisjoint(with: sides[0]) == true) }
  }

  @Test func `files and functions stay short`() {
    #expect((Checkout.sources + Checkout.tests).flatMap(SizeLimits.violations) == [])
  }

  @Test func `sources make no banned call`() {
    #expect(Checkout.sources.flatMap { BannedWords.violations(of: BannedWords.inSources, in: $0) } == [])
  }

  @Test func `tests neither sleep nor time nor skip`() {
    let checked = Checkout.tests.filter { !$0.path.hasPrefix("Tests/RepositoryTests/") }
    #expect(checked.flatMap { BannedWords.violations(of: BannedWords.inTests, in: $0) } == [])
  }

  @Test func `every unchecked Sendable has its proof beside it`() {
    let bare = Checkout.sources.flatMap { file in
      file.lines.indices.filter { index in
        file.lines[index].contains(": @unchecked Sendable")
          && !file.lines[max(0, index - 12)...index].contains { $0.contains("Proof") || $0.contains("proof") }
      }.map { "\(file.path):\($0 + 1)" }
    }
    #expect(bare == [])
  }

  @Test func `README names the two commands and every make target it names exists`() throws {
    let readme = try Checkout.text("README.md")
    #expect(readme.contains("make demo"))
    #expect(readme.contains("make test"))
    let known = try MakeTargets.defined(in: Checkout.text("Makefile"))
    #expect(MakeTargets.named(in: readme).subtracting(known) == [])
    for guide in Checkout.files(below: "Docs", endings: [".md"]) {
      #expect(MakeTargets.named(in: guide.text).subtracting(known) == [], "\(guide.path)")
    }
  }

  @Test func `every local link of README and Docs leads to a file`() throws {
    let guides =
      try [Checkout.File(path: "README.md", text: Checkout.text("README.md"))]
      + Checkout.files(below: "Docs", endings: [".md"])
    for guide in guides {
      let folder = Checkout.root.appendingPathComponent(guide.path).deletingLastPathComponent()
      for link in guide.text.matches(of: /\]\(([^)#\s]+)[^)]*\)/).map({ String($0.output.1) })
      where !link.hasPrefix("http") {
        let target = folder.appendingPathComponent(link).path
        #expect(FileManager.default.fileExists(atPath: target), "\(guide.path) links to \(link)")
      }
    }
  }
}
