public import Measurement

/// One call record as one line of `records.jsonl`.
public enum RecordLine {
  /// Writes `record` as one line of JSON with sorted keys and a line feed at its end.
  public static func encode(_ record: CallRecord) throws(DocumentError) -> [UInt8] {
    try RunDocument.encode(record, file: RecordFile.standardName, indented: false)
  }

  /// Reads one line, with or without its line feed.
  public static func decode(_ line: some Sequence<UInt8>) throws(DocumentError) -> CallRecord {
    try RunDocument.decode(CallRecord.self, from: line, file: RecordFile.standardName)
  }
}
