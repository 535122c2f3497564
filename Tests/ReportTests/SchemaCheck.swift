import Foundation

/// Holds parsed JSON against a schema, as far as ours go: types, properties, required, items, enum, const,
/// bounds, refs. Every key has to be described, whatever the schema says of others.
struct SchemaCheck {
  /// What does not fit, as paths with words.
  private(set) var problems: [String] = []
  private var files: [String: [String: Any]] = [:]

  /// Checks `value` by the schema file `name`.
  init(_ value: Any, schema name: String) throws {
    files[name] = try GoldenFile.schema(name)
    try check(value, by: files[name] ?? [:], in: name, at: "$")
  }

  private mutating func check(_ value: Any, by schema: [String: Any], in file: String, at path: String) throws
  {
    if let reference = schema["$ref"] as? String { return try follow(reference, value, in: file, at: path) }
    if let allowed = schema["enum"] as? [NSObject], !allowed.contains(where: { $0.isEqual(value) }) {
      problems.append("\(path) is none of \(allowed)")
    }
    if let only = schema["const"] as? NSObject, !only.isEqual(value) {
      problems.append("\(path) is not \(only)")
    }
    switch schema["type"] as? String {
    case "object": try checkObject(value, by: schema, in: file, at: path)
    case "array": try checkArray(value, by: schema, in: file, at: path)
    case "string": if !(value is String) { problems.append("\(path) is no string") }
    case "boolean": if !SchemaCheck.isBoolean(value) { problems.append("\(path) is no boolean") }
    case "integer", "number": checkNumber(value, by: schema, at: path)
    case nil where schema["enum"] != nil || schema["const"] != nil: break
    default: problems.append("\(path) has no type in its schema")
    }
  }

  private mutating func follow(_ reference: String, _ value: Any, in file: String, at path: String) throws {
    if reference.hasPrefix("#/$defs/") {
      let name = String(reference.dropFirst("#/$defs/".count))
      let definitions = files[file]?["$defs"] as? [String: [String: Any]]
      return try check(value, by: definitions?[name] ?? [:], in: file, at: path)
    }
    files[reference] = try GoldenFile.schema(reference)
    try check(value, by: files[reference] ?? [:], in: reference, at: path)
  }

  private mutating func checkObject(_ value: Any, by schema: [String: Any], in file: String, at path: String)
    throws
  {
    guard let object = value as? [String: Any] else { return problems.append("\(path) is no object") }
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    for name in schema["required"] as? [String] ?? [] where object[name] == nil {
      problems.append("\(path).\(name) is missing")
    }
    for (name, member) in object {
      if let described = properties[name] ?? schema["additionalProperties"] as? [String: Any] {
        try check(member, by: described, in: file, at: "\(path).\(name)")
      } else {
        problems.append("\(path).\(name) is not described")
      }
    }
  }

  private mutating func checkArray(_ value: Any, by schema: [String: Any], in file: String, at path: String)
    throws
  {
    guard let array = value as? [Any] else { return problems.append("\(path) is no array") }
    let least = schema["minItems"] as? Int ?? 0
    let most = schema["maxItems"] as? Int ?? .max
    if !(least...most).contains(array.count) { problems.append("\(path) has \(array.count) items") }
    for (place, item) in array.enumerated() {
      try check(item, by: schema["items"] as? [String: Any] ?? [:], in: file, at: "\(path)[\(place)]")
    }
  }

  private mutating func checkNumber(_ value: Any, by schema: [String: Any], at path: String) {
    guard let number = value as? NSNumber, !SchemaCheck.isBoolean(value) else {
      return problems.append("\(path) is no number")
    }
    if schema["type"] as? String == "integer", number.doubleValue != number.doubleValue.rounded() {
      problems.append("\(path) is not whole")
    }
    if let least = schema["minimum"] as? Double, number.doubleValue < least {
      problems.append("\(path) is too small")
    }
    if let most = schema["maximum"] as? Double, number.doubleValue > most {
      problems.append("\(path) is too large")
    }
  }

  private static func isBoolean(_ value: Any) -> Bool {
    guard let number = value as? NSNumber else { return false }
    return number === NSNumber(value: true) || number === NSNumber(value: false)
      || String(cString: number.objCType) == "c"
  }
}
