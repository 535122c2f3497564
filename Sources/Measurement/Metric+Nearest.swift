extension Metric {
  /// The metric whose name takes the fewest edits to get from `text`, of which no more than 64 characters are
  /// read.
  static func nearest(to text: String) -> Metric {
    let wanted = Array(text.utf8.prefix(64))
    return allCases.min { editDistance($0.name, wanted) < editDistance($1.name, wanted) }!
  }

  /// Levenshtein's distance: insertions, deletions and substitutions.
  private static func editDistance(_ name: String, _ wanted: [UInt8]) -> Int {
    var row = Array(0...wanted.count)
    for (i, letter) in name.utf8.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in wanted.enumerated() {
        let substituted = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    return row[wanted.count]
  }
}
