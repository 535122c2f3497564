/// A place where a rule of the house is broken.
struct Violation: Equatable, CustomStringConvertible {
  var path: String
  var line: Int
  var text: String
  var description: String { "\(path):\(line): \(text)" }
}
