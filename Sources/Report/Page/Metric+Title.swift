import Measurement

extension Metric {
  /// The name with spaces, as a table's row is headed: `post dial delay`.
  var title: String {
    name.split(separator: "_").joined(separator: " ")
  }
}
