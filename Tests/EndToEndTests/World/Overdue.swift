/// Something that did not happen in time, with what was said until then.
struct Overdue: Error, CustomStringConvertible {
  var description: String

  init(_ event: String, of program: String, transcript: [String]) {
    description =
      "\(program): \(event) did not come; it said:\n" + transcript.suffix(60).joined(separator: "\n")
  }
}
