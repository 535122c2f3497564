import Audio
import Foundation
import Scenario

/// Reads the voices that a plan names.
enum VoiceFile {
  /// The clips by path; callers that share one share its level.
  /// - Throws: `RunError` naming the file and what would be right.
  static func clips(for plan: RunPlan) throws -> [String: SpeechClip] {
    var clips: [String: SpeechClip] = [:]
    var levels: [String: Double] = [:]
    for caller in plan.callers {
      guard let path = caller.voice else { continue }
      if let level = levels[path], level != caller.speechLevel {
        throw RunError(
          .configuration,
          "callers.\(caller.role).speech-level: \(path) is spoken at \(level) dBm0 by another caller; name a copy of it"
        )
      }
      guard clips[path] == nil else { continue }
      levels[path] = caller.speechLevel
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw RunError(.configuration, "callers.\(caller.role).voice: there is no file \(path)")
      }
      do {
        let file = try WAVFile(parsing: [UInt8](bytes).span, name: path)
        clips[path] = try SpeechClip(samples: file.samples, activeLevel: Level(dBm0: caller.speechLevel))
      } catch {
        throw RunError(.configuration, "callers.\(caller.role).voice: \(path): \(error)")
      }
    }
    return clips
  }
}
