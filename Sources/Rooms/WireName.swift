import RoomMessages
import SwiftProtobuf

extension SwiftProtobuf.Enum where Self: CaseIterable {
  /// The value's name in the `.proto` file; a value that is not declared there has only its number.
  ///
  /// The generator's names differ from those by case and underscores alone: `.clientInitiated` is
  /// `CLIENT_INITIATED`.
  var wireName: String {
    guard Self.allCases.contains(where: { $0.rawValue == rawValue }) else { return "\(rawValue)" }
    var name = ""
    for letter in "\(self)" {
      if letter.isUppercase { name.append("_") }
      name += letter.uppercased()
    }
    return name
  }
}
