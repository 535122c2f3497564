package import Audio
import Foundation
package import Scenario

/// Reads the voices that a plan names.
package enum VoiceFile {
  /// The clips by path; people that share one share its level.
  /// - Throws: `RunError` naming the file and what would be right.
  package static func clips(for plan: RunPlan) throws -> [String: SpeechClip] {
    var clips: [String: SpeechClip] = [:]
    var levels: [String: Double] = [:]
    let speakers =
      plan.callers.map { ("callers.\($0.role)", $0.voice, $0.speechLevel) }
      + plan.participants.map { ("participants.\($0.role)", $0.voice, $0.speechLevel) }
    for (place, voice, wanted) in speakers {
      guard let path = voice else { continue }
      if let level = levels[path], level != wanted {
        throw RunError(
          .configuration,
          "\(place).speech-level: \(path) is spoken at \(level) dBm0 by somebody else; name a copy of it")
      }
      guard clips[path] == nil else { continue }
      levels[path] = wanted
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw RunError(.configuration, "\(place).voice: there is no file \(path)")
      }
      do {
        let file = try WAVFile(parsing: [UInt8](bytes).span, name: path)
        clips[path] = try SpeechClip(samples: file.samples, activeLevel: Level(dBm0: wanted))
      } catch {
        throw RunError(.configuration, "\(place).voice: \(path): \(error)")
      }
    }
    return clips
  }
}
