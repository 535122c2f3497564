/// Why a file is not the WAVE audio wanted, and what would make it so.
public struct WAVError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with a file.
  public enum Problem: Error, Hashable, Sendable {
    /// It does not begin with RIFF … WAVE.
    case notWAVE
    /// The named chunk says it is longer than the rest of the file, or too short for its purpose.
    case damagedChunk(String)
    /// The named chunk, `fmt ` or `data`, is missing or comes too late.
    case missingChunk(String)
    /// The format tag is none of 1 (PCM), 6 (A-law) and 7 (µ-law).
    case format(tag: Int)
    /// Samples of this many bits.
    case bits(Int)
    /// This many channels instead of one.
    case channels(Int)
    /// This many samples per second instead of 8,000.
    case rate(Int)
  }

  /// The file's name as it was given.
  public var file: String
  /// What is wrong with it.
  public var problem: Problem

  /// Names the problem of `file`.
  public init(file: String, problem: Problem) {
    self.file = file
    self.problem = problem
  }

  /// The file, its problem, and the command that would convert it.
  public var description: String {
    "\(file): \(explanation); mono 8 kHz 16-bit PCM, µ-law or A-law is needed: "
      + "sox \(file) -r 8000 -c 1 -e mu-law converted.wav"
  }

  private var explanation: String {
    switch problem {
    case .notWAVE: "not a RIFF WAVE file"
    case .damagedChunk(let chunk): "its '\(chunk)' chunk is damaged or cut off"
    case .missingChunk(let chunk): "it has no '\(chunk)' chunk where one must be"
    case .format(let tag): "format tag \(tag) instead of 1, 6 or 7"
    case .bits(let bits): "\(bits) bits per sample"
    case .channels(let channels): "\(channels) channels instead of 1"
    case .rate(let rate): "\(rate) samples per second instead of 8000"
    }
  }
}
