/// Finds the name that was probably meant.
enum NearestName {
  /// The known name nearest to `name` by edit distance; `nil` when none is near enough to be worth a guess. A
  /// name that begins like the one written is near.
  static func find(_ name: String, among known: [String]) -> String? {
    guard name.utf8.count <= 40 else { return nil }
    let written = normal(name)
    if written.count >= 3, let longer = known.first(where: { normal($0).starts(with: written) }) {
      return longer
    }
    let scored = known.map { (name: $0, distance: distance(written, normal($0))) }
    guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, written.count / 3) ? best.name : nil
  }

  /// Case and the kind of the word separator are no difference.
  private static func normal(_ name: String) -> [UInt8] {
    name.lowercased().utf8.map { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: " ") ? UInt8(ascii: "-") : $0 }
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
