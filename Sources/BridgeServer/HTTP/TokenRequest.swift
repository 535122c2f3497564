import Foundation

/// What `POST /api/token` asks for.
package struct TokenRequest: Equatable, Sendable {
  /// A field that cannot be used.
  package struct Flaw: Error, Equatable {
    /// The field's name; empty for the whole body.
    package var field: String
    /// What would be right.
    package var text: String
  }

  /// The number is read by itself, for an untyped reading takes `true` for 1.
  private struct Lifetime: Decodable { var ttlSeconds: Int64? }

  /// Longest body read, in bytes.
  static let longestBody = 16 * 1024
  private static let lifetimes: ClosedRange<Int64> = 60...86_400
  private static let fields = ["identity", "room", "name", "role", "ttlSeconds", "metadata"]

  /// 1...256 bytes; `nil` when one is to be made.
  package var identity: String?
  /// 1...256 bytes.
  package var room: String
  /// For people to read, at most 256 bytes.
  package var name: String
  package var role: TokenRole
  /// 60...86,400.
  package var ttlSeconds: Int64
  package var metadata: String

  /// Reads a body: one JSON object with known fields only.
  package init(_ body: [UInt8]) throws(Flaw) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else {
      throw Flaw(field: "", text: "the body must be a JSON object such as {\"room\": \"lobby\"}")
    }
    if let stranger = object.keys.sorted().first(where: { !Self.fields.contains($0) }) {
      throw Flaw(field: stranger, text: "unknown field; known are \(Self.fields.joined(separator: ", "))")
    }
    guard let room = try Self.text(object, "room", 1...RoomAccess.longestName) else {
      throw Flaw(field: "room", text: "the name of the room is needed")
    }
    self.room = room
    identity = try Self.text(object, "identity", 1...RoomAccess.longestName)
    name = try Self.text(object, "name", 0...RoomAccess.longestName) ?? ""
    metadata = try Self.text(object, "metadata", 0...Self.longestBody) ?? ""
    let roles = TokenRole.allCases.map(\.rawValue).joined(separator: ", ")
    let word = try Self.text(object, "role", 0...Self.longestBody) ?? TokenRole.agent.rawValue
    guard let role = TokenRole(rawValue: word) else {
      throw Flaw(field: "role", text: "must be one of \(roles)")
    }
    self.role = role
    ttlSeconds = try Self.seconds(body)
  }

  private static func text(
    _ object: [String: Any], _ field: String, _ length: ClosedRange<Int>
  ) throws(Flaw) -> String? {
    guard let value = object[field], !(value is NSNull) else { return nil }
    guard let text = value as? String else { throw Flaw(field: field, text: "must be a text") }
    guard length.contains(text.utf8.count) else {
      throw Flaw(
        field: field,
        text: "must have \(length.lowerBound) to \(length.upperBound) bytes, has \(text.utf8.count)")
    }
    guard
      field == "metadata"
        || !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw Flaw(field: field, text: "must not hold control characters") }
    return text
  }

  private static func seconds(_ body: [UInt8]) throws(Flaw) -> Int64 {
    let lifetime: Lifetime
    do {
      lifetime = try JSONDecoder().decode(Lifetime.self, from: Data(body))
    } catch {
      throw Flaw(field: "ttlSeconds", text: "must be a whole number from 60 to 86400")
    }
    let seconds = lifetime.ttlSeconds ?? 6 * 3600
    guard lifetimes.contains(seconds) else {
      throw Flaw(field: "ttlSeconds", text: "must be from 60 to 86400, is \(seconds)")
    }
    return seconds
  }
}
