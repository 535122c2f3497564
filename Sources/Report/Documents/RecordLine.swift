import FoundationEssentials
public import Measurement

/// One record, of a caller or of a participant, as one line of `records.jsonl`.
public enum RecordLine {
  /// What a line holds.
  public enum Record: Sendable, Equatable {
    case caller(CallRecord)
    case participant(ParticipantRecord)
  }

  /// Writes `record` as one line of JSON with sorted keys and a line feed at its end.
  public static func encode(_ record: CallRecord) throws(DocumentError) -> [UInt8] {
    try RunDocument.encode(record, file: RecordFile.standardName, indented: false)
  }

  /// Writes a participant's `record` as one line, in the same way.
  public static func encode(_ record: ParticipantRecord) throws(DocumentError) -> [UInt8] {
    try write(record)
  }

  /// Reads one line of a caller, with or without its line feed.
  public static func decode(_ line: some Sequence<UInt8>) throws(DocumentError) -> CallRecord {
    try RunDocument.decode(CallRecord.self, from: line, file: RecordFile.standardName)
  }

  /// Reads one line of whomever it is, with or without its line feed. A line without `kind` is a caller's.
  public static func read(_ line: some Collection<UInt8>) throws(DocumentError) -> Record {
    guard isParticipant(line) else { return .caller(try decode(line)) }
    return .participant(
      try RunDocument.decode(ParticipantRecord.self, from: line, file: RecordFile.standardName))
  }

  private struct Kind: Decodable {
    var kind: String?
  }

  private static func isParticipant(_ line: some Collection<UInt8>) -> Bool {
    // Most lines of a run of telephones hold no such word: these are not read twice.
    guard line.contains(word) else { return false }
    guard let kind = try? JSONDecoder().decode(Kind.self, from: Data(line)).kind else { return false }
    return kind == ParticipantRecord.Kind.participant.rawValue
  }

  private static let word = Array("\"participant\"".utf8)
}
