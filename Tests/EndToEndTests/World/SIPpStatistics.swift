/// The last line of SIPp's table of statistics: counts by their names, as in `SuccessfulCall(C)`.
struct SIPpStatistics: Sendable {
  private var figures: [String: String] = [:]

  /// Reads the table; of a broken one nothing is known.
  init(_ table: String) {
    let rows = table.split(separator: "\n").map { $0.split(separator: ";", omittingEmptySubsequences: false) }
    guard rows.count > 1, let last = rows.last else { return }
    figures = Dictionary(zip(rows[0], last).map { (String($0), String($1)) }) { first, _ in first }
  }

  subscript(name: String) -> Int? { figures[name].flatMap { Int($0) } }
}
