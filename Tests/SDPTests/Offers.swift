import Foundation

/// Offers as browsers and LiveKit's native client wrote them, in `Offers`.
enum Offers {
  /// Chromium 156: three audio and three video sections to receive, and data.
  static let chromiumSubscribe = "chromium-subscribe.sdp"
  /// Chromium 156: three audio sections to receive, one to send, and data.
  static let chromiumPublish = "chromium-publish.sdp"
  /// LiveKit's native client, Python 1.2.1: the offer inside its join request.
  static let liveKitJoin = "livekit-native-join.sdp"

  static let names = [chromiumSubscribe, chromiumPublish, liveKitJoin]

  static func text(_ name: String) throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Offers/\(name)")
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}
