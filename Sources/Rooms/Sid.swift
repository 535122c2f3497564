/// Server-made names of rooms, participants and tracks; clients tell them apart by their prefix.
public enum Sid {
  /// What a sid names.
  public enum Prefix: String, Hashable, Sendable, CaseIterable {
    /// A participant. Official clients refuse to join with any other prefix.
    case participant = "PA_"
    /// An audio track from a microphone. Official clients drop tracks whose sid does not start with `TR_`.
    case microphoneTrack = "TR_AM"
    /// A room.
    case room = "RM_"
  }

  private static let letters = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  /// Makes a new one: the prefix and 12 letters or digits (71 random bits), drawn from `generator`.
  public static func make(_ prefix: Prefix, from generator: inout some RandomNumberGenerator) -> String {
    var text = [UInt8](prefix.rawValue.utf8)
    for _ in 0..<12 { text.append(letters[Int.random(in: letters.indices, using: &generator)]) }
    return String(decoding: text, as: UTF8.self)
  }
}
