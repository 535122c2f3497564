public import Measurement

/// A whole `records.jsonl`, read as far as it can be.
///
/// A run that was killed leaves a last line that stops anywhere; a full disk may leave more damage. What is
/// sound is used, and what is not is listed.
public struct RecordFile: Sendable, Equatable {
  /// The file's name in a run's folder.
  public static let standardName = "records.jsonl"

  /// The callers' records that could be read, in the order of the file.
  public var records: [CallRecord] = []
  /// The participants' records that could be read, in the order of the file.
  public var participants: [ParticipantRecord] = []
  /// The lines that could not be read.
  public var problems: [DocumentError] = []

  /// Reads the bytes of a file; `name` is what its problems call it. Empty lines are allowed.
  public init(reading bytes: [UInt8], name: String = RecordFile.standardName) {
    var start = 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
      number += 1
      read(bytes[start..<(end ?? bytes.count)], number: number, isCut: end == nil, name: name)
      start = (end ?? bytes.count) + 1
    }
  }

  /// The records of callers and participants.
  public var all: RunRecords { RunRecords(callers: records, participants: participants) }

  private mutating func read(_ line: ArraySlice<UInt8>, number: Int, isCut: Bool, name: String) {
    guard line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { return }
    do {
      switch try RecordLine.read(line) {
      case .caller(let record): records.append(record)
      case .participant(let record): participants.append(record)
      }
    } catch {
      let reason = isCut ? "the last line is cut short; the run died while it was written" : error.reason
      problems.append(DocumentError(file: name, line: number, reason: reason))
    }
  }
}
