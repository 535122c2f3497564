/// Which module may import which: the layers of Docs/Architecture.md, imports pointing down only.
enum ImportTable {
  private static let pure = ["SansIO"]
  private static let protocols = ["SIP", "SDP", "RTP", "Audio"]

  /// The modules that a target may import; a target that is not listed may import nothing.
  static let allowed: [String: Set<String>] = [
    "SansIO": [],
    "Cryptography": ["COpenSSL"],
    "SIP": Set(pure + ["Cryptography", "COsip2"]),
    "SDP": Set(pure),
    "RTP": Set(pure),
    "Ortp": Set(pure + ["COrtp"]),
    "Audio": Set(pure + ["RealModule"]),
    "PhoneLeg": Set(pure + protocols),
    "Opus": Set(pure + ["COpus"]),
    "SecureMedia": Set(pure + ["Cryptography", "COpenSSL"]),
    "Connectivity": Set(pure + ["Cryptography"]),
    "Rooms": ["Cryptography", "RoomMessages", "CZlib", "SwiftProtobuf", "FoundationEssentials"],
    "RoomLeg": Set(pure + ["SDP", "RTP", "SecureMedia", "Connectivity"]),
    "Bridge": Set(
      pure + protocols + [
        "PhoneLeg", "Ortp", "Opus", "RoomLeg", "SecureMedia", "Connectivity", "Rooms", "RoomMessages",
      ]),
    "Voices": Set(pure + ["Audio", "RTP", "Measurement", "Scenario"]),
    "Load": Set(pure + ["RealModule"]),
    "Measurement": Set(pure + ["RealModule", "Histogram"]),
    "Scenario": Set(pure + ["Load", "Measurement", "Yams", "FoundationEssentials"]),
    "Callers": Set(pure + protocols + ["PhoneLeg", "Voices", "Scenario", "Measurement"]),
    "Participants": Set(
      pure + protocols + [
        "Opus", "RoomLeg", "PhoneLeg", "SecureMedia", "Connectivity", "Rooms", "RoomMessages", "Voices",
        "Callers",
        "Scenario", "Measurement",
      ]),
    "Report": Set(pure + ["Measurement", "RealModule", "FoundationEssentials"]),
    "LiveWorld": Set(pure + ["SIP", "PhoneLeg", "CSockets", "Glibc", "Synchronization"]),
    "VirtualWorld": Set(
      pure + protocols + [
        "Bridge", "Callers", "Participants", "PhoneLeg", "Rooms", "RoomMessages", "SecureMedia", "Scenario",
        "Measurement",
      ]),
    "RoomClient": Set(pure + ["LiveWorld", "Cryptography", "Rooms"]),
    "BridgeServer": Set(
      pure + [
        "Bridge", "PhoneLeg", "SIP", "LiveWorld", "Cryptography", "SecureMedia", "Rooms", "RoomMessages",
        "Foundation", "Hummingbird", "HummingbirdCore", "NIOCore", "NIOHTTP1", "NIOWebSocket", "Logging",
        "ServiceLifecycle",
        "UnixSignals",
        "Synchronization",
      ]),
    "CallSimulator": Set(
      pure + protocols + [
        "PhoneLeg", "Callers", "Participants", "Opus", "SecureMedia", "Cryptography", "Rooms", "RoomMessages",
        "RoomClient", "Scenario", "Load", "Measurement", "Report", "LiveWorld", "Foundation",
        "Synchronization",
      ]),
    // Of the tests.
    "CAllocationCount": [],
    "PacketBudget": Set(pure + ["CAllocationCount"]),
    "callbridge": [
      "SansIO", "BridgeServer", "LiveWorld", "ArgumentParser", "Foundation", "Logging", "Synchronization",
    ],
    "callsim": [
      "SansIO", "CallSimulator", "LiveWorld", "Scenario", "Measurement", "Report", "ArgumentParser",
      "Foundation",
      "Synchronization",
    ],
    "callworld": [
      "SansIO", "PhoneLeg", "Bridge", "BridgeServer", "CallSimulator", "CSimulatedTime", "VirtualWorld",
      "Measurement", "Report",
      "Scenario", "ArgumentParser", "Foundation",
    ],
  ]

  /// The imports of `file` that its target may not have.
  static func violations(in file: Checkout.File) -> [Violation] {
    let parts = file.path.split(separator: "/")
    guard parts.count > 2 else { return [] }
    let target = String(parts[1])
    return file.lines.enumerated().compactMap { index, line in
      guard let module = importedModule(line), !(allowed[target] ?? []).contains(module) else { return nil }
      return Violation(path: file.path, line: index + 1, text: "\(target) must not import \(module)")
    }
  }

  private static func importedModule(_ line: Substring) -> String? {
    let words = line.split(separator: " ")
    guard let place = words.firstIndex(of: "import"), place < words.count - 1,
      words[..<place].allSatisfy({
        $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0)
      })
    else { return nil }
    return words.last.map { String($0.prefix { $0 != "." }) }
  }
}
