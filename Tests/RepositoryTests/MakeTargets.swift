/// The make targets that a Makefile defines and that a text names.
enum MakeTargets {
  static func defined(in makefile: String) -> Set<String> {
    Set(
      makefile.split(separator: "\n").compactMap { line in
        guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("\t"), !line.hasPrefix("#"),
          !line.hasPrefix("."),
          line.index(after: colon) == line.endIndex || line[line.index(after: colon)] != "="
        else { return nil }
        return String(line[..<colon])
      })
  }

  /// Targets in `code` and on lines that hold nothing but the command.
  static func named(in text: String) -> Set<String> {
    let inline = text.matches(of: /`make ([a-z][a-z-]*)/).map { String($0.output.1) }
    let alone = text.split(separator: "\n").compactMap { line in
      line.wholeMatch(of: /\s*(?:\$ )?make ([a-z][a-z-]*)(?:\s+[A-Z]+=\S+)*\s*(?:#.*)?/).map {
        String($0.output.1)
      }
    }
    return Set(inline + alone)
  }
}
