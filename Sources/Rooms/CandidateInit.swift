import FoundationEssentials

/// An ICE candidate as the JSON text in a TrickleRequest (W3C's RTCIceCandidateInit).
public struct CandidateInit: Hashable, Sendable {
  /// The attribute's text, as in `candidate:1 1 udp 2122194687 192.0.2.1 58777 typ host`; empty: no more follow.
  public var candidate: String
  /// The media section it belongs to, by its mid.
  public var sdpMid: String?
  /// The media section it belongs to, by its place, 0 up.
  public var sdpMLineIndex: UInt16?
  /// The user name fragment of the ICE generation it belongs to.
  public var usernameFragment: String?

  /// Makes a candidate of the section `sdpMid`, the one at `sdpMLineIndex`.
  public init(
    candidate: String, sdpMid: String?, sdpMLineIndex: UInt16?, usernameFragment: String? = nil
  ) {
    self.candidate = candidate
    self.sdpMid = sdpMid
    self.sdpMLineIndex = sdpMLineIndex
    self.usernameFragment = usernameFragment
  }

  /// Reads the JSON text; `nil` when it is not an object with a text under `candidate`, or a member is of the
  /// wrong type.
  public init?(json: String) {
    guard let read = try? JSONDecoder().decode(Members.self, from: Data(json.utf8)) else { return nil }
    self.init(
      candidate: read.candidate, sdpMid: read.sdpMid, sdpMLineIndex: read.sdpMLineIndex,
      usernameFragment: read.usernameFragment)
  }

  /// The JSON text. Official native clients need both `sdpMid` and `sdpMLineIndex` in it.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let members = Members(
      candidate: candidate, sdpMid: sdpMid, sdpMLineIndex: sdpMLineIndex, usernameFragment: usernameFragment)
    guard let text = try? encoder.encode(members) else {
      preconditionFailure("texts and whole numbers always fit into JSON")
    }
    return String(decoding: text, as: UTF8.self)
  }

  private struct Members: Codable {
    var candidate: String
    var sdpMid: String?
    var sdpMLineIndex: UInt16?
    var usernameFragment: String?
  }
}
