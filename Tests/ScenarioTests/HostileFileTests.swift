import SansIO
import Scenario
import Testing

/// Whatever the bytes, the answer is a plan or problems, in bounded time and memory.
struct HostileFileTests {
  private func headline(_ text: String) -> String { Sample.problems(text).first ?? "" }

  @Test(arguments: ["", "\n", "# nothing", "---", "~", "''", "a", "[1, 2]", "- a", "--- |\n text"])
  func `a file that is no mapping is refused`(text: String) {
    #expect(headline(text).contains(": must be a mapping, as in `name: first-call`, and is"))
  }

  @Test(arguments: [
    "a: [", "a: {", "\"", "a: 'b", "a: b: c", "\tx: 1", "%YAML 9.9\n---\na: 1", "a: &x", "? [", "- a\nb: c",
    "a: !<", "@", "`",
    "--- a\n--- b", "a: \"\\uD800\"", "a: \"\\xZZ\"", "a: *unknown", "!!map\n? ? ?",
    "a: |9999999999999999999\n x",
  ])
  func `broken YAML is refused, not trapped on`(text: String) {
    #expect(throws: ScenarioError.self) { try Sample.plan(text) }
  }

  @Test func `broken YAML is shown with its place, and a hint where braces were left bare`() {
    #expect(
      headline("name: a\ncalls: [1")
        == "3:1 : this is no YAML: did not find expected ',' or ']', while parsing a flow sequence")
    let bare = Sample.timeline("[probes: { every: 1 s, for: ${talk} }]")
    #expect(headline(bare).hasSuffix("; inside `{ }` write \"${name}\" and \"{call}\" in quotes"))
  }

  @Test func `control characters are refused with their place`() {
    #expect(headline("name: a\nsummary: \u{0}") == "2:10 : the character U+0 has no place in YAML")
    #expect(headline("name: \u{1B}[31m").hasPrefix("1:7 "))
    #expect(headline("a: \u{FEFF}").hasPrefix("1:4 "))
  }

  @Test func `messages hold no line breaks or escapes of the file`() {
    let error = #expect(throws: ScenarioError.self) {
      try Sample.plan(Sample.with("\"a\\u001b[31m\\nb\": 1\ntarget: \"x\\r\\ny\""))
    }
    #expect(error?.problems.count == 2)
    for problem in error?.problems ?? [] {
      let controls = (problem.text + problem.path).unicodeScalars.filter { $0.value < 0x20 }
      #expect(controls.isEmpty)
    }
  }

  @Test func `a bomb of aliases is refused before it is built`() {
    let levels = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
    let bomb = "a0: &a0 x\n" + levels.joined(separator: "\n")
    #expect(headline(bomb).contains("more than 8 words start with `*` or `?`"))
    #expect(
      headline("a0: &a0 x\n? {? [*a0,*a0]: [*a0,*a0,*a0,*a0,*a0,*a0,*a0]}\n: 1").contains("more than 8 words")
    )
  }

  @Test(arguments: ["? ", "{? ", "[?", "{?{"])
  func `keys of keys are refused before they are built`(opening: String) {
    let text = String(repeating: opening, count: 50) + "x"
    #expect(headline(text).contains("more than 8 words start with `*` or `?`"))
  }

  @Test func `a few aliases are fine, and stars in a text too`() throws {
    let text = Sample.smallest.replacing(
      "dial: call-{call}", with: "dial: &number call-{call}\n    from: *number")
    #expect(try Sample.plan(text).callers[0].from == "call-{call}")
    let starry = "summary: a * b ** c * d 2*3*4 " + String(repeating: "* ?why ", count: 50) + "end"
    #expect(try Sample.plan(Sample.with(starry)).summary.contains("2*3*4"))
  }

  @Test(arguments: ["[", "{", "{a: ", "- ", "? ", "[a, {b: "])
  func `deep nesting is refused`(opening: String) {
    for depth in [40, 900, 5_000] {
      let text = Sample.with("summary:\n  " + String(repeating: opening, count: depth))
      #expect(throws: ScenarioError.self) { try Sample.plan(text) }
    }
  }

  @Test func `deep nesting that is closed is refused for its depth`() {
    let text = "name: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(headline(text).contains("nested deeper than 32 levels"))
  }

  @Test func `too many nodes are refused`() {
    let text = "name: [" + String(repeating: "1,", count: 20_000) + "1]"
    #expect(headline(text).contains("the file has more than 10000 nodes"))
  }

  @Test func `a file above 256 KiB is refused unread`() {
    let text = Sample.smallest + "\n#" + String(repeating: " ", count: 256 * 1_024)
    #expect(headline(text) == "1:1 : there are more than 256 KiB; a scenario is a few hundred lines")
  }

  @Test(arguments: [
    "1: 2", "[a]: 2", "{a: b}: 2", "~: 2", "? |\n  a\n  b\n: 2", "'': 3", "<<: {name: b}", "!!str x: 1",
  ])
  func `odd keys are refused`(line: String) {
    #expect(throws: ScenarioError.self) { try Sample.plan(Sample.with(line)) }
  }

  @Test func `tags change no meaning`() throws {
    #expect(try Sample.plan(Sample.with("seed: !!str 5")).seed == 5)
    #expect(try Sample.plan(Sample.with("seed: !<tag:x,2000:y> 5")).seed == 5)
  }
}
