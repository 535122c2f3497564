import FoundationEssentials

/// The JSON files of a run: `run.json`, `health.json` and `summary.json`.
///
/// The bytes depend on the value alone: keys are sorted, numbers are the shortest text that reads back as the
/// same value, and the last line ends with a line feed.
public enum RunDocument {
  /// Writes `document` indented, for people and for `diff`.
  public static func encode(_ document: some VersionedDocument, file: String) throws(DocumentError) -> [UInt8]
  {
    try encode(document, file: file, indented: true)
  }

  /// Reads a document of the layout that this build knows; `file` is the name used in the error.
  public static func decode<Document: VersionedDocument>(
    _ type: Document.Type, from bytes: some Sequence<UInt8>, file: String
  ) throws(DocumentError) -> Document {
    let data = Data(bytes)
    do {
      let document = try JSONDecoder().decode(type, from: data)
      try check(version: document.version, of: type)
      return document
    } catch {
      throw DocumentError(file: file, reason: reason(for: error, reading: type, from: data))
    }
  }

  static func encode(
    _ document: some VersionedDocument, file: String, indented: Bool
  ) throws(DocumentError) -> [UInt8] {
    try encode(any: document, file: file, indented: indented)
  }

  /// Writes what is a part of a document in one line.
  static func encodeLine(_ part: some Encodable, file: String) throws(DocumentError) -> [UInt8] {
    try encode(any: part, file: file, indented: false)
  }

  private static func encode(
    any document: some Encodable, file: String, indented: Bool
  ) throws(DocumentError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if indented { encoder.outputFormatting.insert(.prettyPrinted) }
    do {
      return try Array(encoder.encode(document)) + [UInt8(ascii: "\n")]
    } catch EncodingError.invalidValue(_, let context) {
      throw DocumentError(file: file, reason: "`\(path(context.codingPath))` is not a finite number")
    } catch {
      throw DocumentError(file: file, reason: "not encodable: \(error)")
    }
  }

  private struct Version: Decodable {
    var version: Int
  }

  private struct UnknownVersion: Error {
    var found: Int
  }

  private static func check<Document: VersionedDocument>(version: Int, of type: Document.Type)
    throws(UnknownVersion)
  {
    guard version == Document.currentVersion else { throw UnknownVersion(found: version) }
  }

  /// Prefers the version over any field that another layout may lack.
  private static func reason<Document: VersionedDocument>(
    for error: any Error, reading type: Document.Type, from data: Data
  ) -> String {
    if let found = try? JSONDecoder().decode(Version.self, from: data).version,
      found != Document.currentVersion
    {
      return "layout version \(found) is unknown; this build reads version \(Document.currentVersion)"
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return "`\(path(context.codingPath + [key]))` is missing"
    case DecodingError.typeMismatch(let expected, let context):
      return "`\(path(context.codingPath))` must hold \(expected)"
    case DecodingError.valueNotFound(let expected, let context):
      return "`\(path(context.codingPath))` is null; it must hold \(expected)"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "`\(path(context.codingPath))`: \(context.debugDescription)"
    default:
      return "not complete JSON"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}
