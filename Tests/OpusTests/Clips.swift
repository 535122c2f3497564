import Audio
import Foundation

/// The speech files of the scenarios, 8 kHz.
enum Clips {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Scenarios/audio")

  static func file(_ name: String) throws -> WAVFile {
    let bytes = try [UInt8](Data(contentsOf: folder.appending(path: name)))
    return try WAVFile(parsing: bytes.span, name: name)
  }
}
