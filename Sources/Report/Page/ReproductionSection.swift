import Measurement

/// Where and how it was measured, and how to do it again.
struct ReproductionSection {
  var header: RunHeader

  var section: PageSection {
    var section = PageSection(id: "reproduce", title: "Machine and reproduction")
    let same = header.isVirtual ? "bytes" : "plan on every machine"
    section.lead = "The same file, overrides and seed give the same \(same)."
    section.body = "<pre><code>\(ReproductionSection.command(for: header))</code></pre>\n\(facts)"
    return section
  }

  private var facts: Markup {
    let plan: [(String, String)] = [
      ("scenario file", header.file), ("target", header.target), ("seed", String(header.seed)),
      ("overrides", header.overrides.isEmpty ? "none" : header.overrides.joined(separator: ", ")),
      ("started", header.startedAt.isEmpty ? "virtual time" : header.startedAt),
    ]
    let host = header.host.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let rows: [Markup] = (plan + host).map { "<tr><th scope=\"row\">\($0)</th><td>\($1)</td></tr>\n" }
    return "<table><tbody>\n\(rows)</tbody></table>"
  }

  /// The command line that repeats the run. Target and seed are always named, wherever they came from; rooms alone are
  /// no target of a command line, and come from the file or its overrides.
  static func command(for header: RunHeader) -> String {
    var settings = header.overrides
    if header.isVirtual {
      let words = ["callsim", "simulate", header.file, "--seed", "\(header.seed)"]
      return (words + settings.flatMap { ["--set", $0] }).map(quoted).joined(separator: " ")
    }
    if !settings.contains(where: { $0.hasPrefix("seed=") }) { settings.append("seed=\(header.seed)") }
    let isTarget = !header.target.hasPrefix("http://") && !header.target.hasPrefix("ws://")
    let words =
      ["callsim", "run", header.file] + (isTarget ? ["--target", header.target] : [])
      + settings.flatMap { ["--set", $0] }
    return words.map(quoted).joined(separator: " ")
  }

  /// `word` for a POSIX shell, in single quotes when it holds more than plain characters.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_./:=@%+,".utf8.contains(byte)
        }
      }
    return isPlain
      ? word
      : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
