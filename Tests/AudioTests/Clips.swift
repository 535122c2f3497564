import Audio
import Foundation

/// The speech files of the scenarios.
enum Clips {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Scenarios/audio")

  static func file(_ name: String) throws -> WAVFile {
    let bytes = try [UInt8](Data(contentsOf: folder.appending(path: name)))
    return try WAVFile(parsing: bytes.span, name: name)
  }

  static func clip(_ name: String, dBm0: Double = -20) throws -> SpeechClip {
    try SpeechClip(samples: file(name).samples, activeLevel: Level(dBm0: dBm0))
  }

  static let names = ["voice-a.wav", "voice-b.wav"]
}
