import Foundation

/// One line of JSON of a peer of Tests/Peers; of all that peers tell, what tests look at.
struct RoomEvent: Decodable, Sendable {
  /// How much of a tune was heard.
  struct Tune: Decodable, Sendable {
    /// Frames of 20 ms with a tone of it.
    var frames: Int
    /// Changes from one tone to the next one of the tune.
    var inOrder: Int
    /// Changes to any other.
    var outOfOrder: Int

    /// A tune that went on for a while, nearly all of it as it was sent: a busy machine may lose a moment.
    var isWhole: Bool { inOrder >= 8 && outOfOrder * 8 <= inOrder }
  }

  var event: String
  /// Who said it, where several speak through one.
  var who: String?
  var identity: String?
  var kind: String?
  var attributes: [String: String]?
  var tune: String?
  var room: String?
  var sid: String?
  var mime: String?
  var reason: String?
  var cause: String?
  /// Where a phone was told to send its audio.
  var media: String?
  var error: String?
  /// RTP packets that came to a phone, and how many there should have been by their numbers.
  var packets: Int?
  var expected: Int?
  /// What a phone heard, by tune.
  var heard: [String: Tune]?
  /// What a participant heard, by identity and tune.
  var heardOf: [String: [String: Tune]]?

  /// Reads a line; `nil` when it is something else.
  static func parse(_ line: String) -> RoomEvent? {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try? decoder.decode(RoomEvent.self, from: Data(line.utf8))
  }
}
