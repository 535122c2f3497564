import FoundationEssentials
import RoomMessages

extension JoinPetition {
  /// Reads the query of `/rtc`: names and values, percent-decoded.
  ///
  /// With a value `join_request` it is read like that of `/rtc/v1`. A number that cannot be read counts as 0, and
  /// a name that is not known as unknown: old clients and new ones shall get in.
  public init(version0 query: [String: String]) throws(PetitionError) {
    if let value = query["join_request"], !value.isEmpty {
      try self.init(joinRequest: value)
      return
    }
    self.init(
      client: Self.client(of: query), autoSubscribe: Self.flag(query["auto_subscribe"]) ?? true,
      isSinglePeerConnection: false)
    adaptiveStream = Self.flag(query["adaptive_stream"]) ?? false
    if let text = query["attributes"], !text.isEmpty {
      guard let json = Base64.decode(text, alphabet: .urlSafe),
        let read = try? JSONDecoder().decode([String: String].self, from: Data(json))
      else { throw .attributes }
      attributes = read
    }
    guard Self.flag(query["reconnect"]) ?? false else { return }
    guard let sid = query["sid"], !sid.isEmpty else { throw .resumptionOfNobody }
    let number = query["reconnect_reason"].flatMap { Int(Int32($0) ?? 0) } ?? 0
    resumption = Resumption(
      participantSid: sid, reason: Livekit_ReconnectReason(rawValue: number) ?? .rrUnknown)
  }

  private static func flag(_ text: String?) -> Bool? {
    text.flatMap { $0.isEmpty ? nil : $0 == "1" || $0 == "true" }
  }

  private static func client(of query: [String: String]) -> Livekit_ClientInfo {
    var client = Livekit_ClientInfo()
    client.sdk = query["sdk"].flatMap { software[$0] } ?? .unknown
    client.version = query["version"] ?? ""
    client.protocol = query["protocol"].flatMap(Int32.init) ?? 0
    client.clientProtocol = query["client_protocol"].flatMap(Int32.init) ?? 0
    client.os = query["os"] ?? ""
    client.osVersion = query["os_version"] ?? ""
    client.deviceModel = query["device_model"] ?? ""
    client.browser = query["browser"] ?? ""
    client.browserVersion = query["browser_version"] ?? ""
    client.network = query["network"] ?? ""
    client.capabilities = (query["capabilities"] ?? "").split(separator: ",").compactMap {
      switch $0 {
      case "CAP_PACKET_TRAILER": .capPacketTrailer
      case "CAP_COMPRESSION_DEFLATE_RAW": .capCompressionDeflateRaw
      default: nil
      }
    }
    return client
  }

  private static let software: [String: Livekit_ClientInfo.SDK] = [
    "js": .js, "ios": .swift, "swift": .swift, "android": .android, "flutter": .flutter, "go": .go,
    "unity": .unity, "reactnative": .reactNative, "rust": .rust, "python": .python, "cpp": .cpp,
    "unityweb": .unityWeb, "node": .node, "unreal": .unreal, "esp32": .esp32, "dotnet": .dotnet,
  ]
}
