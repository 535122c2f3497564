// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6 mode, warnings are errors, imports say what they expose.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Layers 1-3 without C: unsafe constructs must be marked as such.
/// `Lifetimes` is needed where a type holds a `Span` (`ByteReader`, the RTP packet view).
let pure: [SwiftSetting] = house + [.strictMemorySafety(), .enableExperimentalFeature("Lifetimes")]

/// Targets that wrap a C library or a socket: every line would carry an `unsafe` mark, which says nothing.
let edge: [SwiftSetting] = house + [.enableExperimentalFeature("Lifetimes")]

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
  name: "callbridge",
  products: [
    .executable(name: "callbridge", targets: ["callbridge"]),
    .executable(name: "callsim", targets: ["callsim"]),
    .executable(name: "callworld", targets: ["callworld"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
  ],
  targets: [
    // C libraries: a module map and a shim each.
    .systemLibrary(name: "COsip2", pkgConfig: "libosip2", providers: [.apt(["libosip2-dev"])]),
    .systemLibrary(name: "COrtp", pkgConfig: "ortp", providers: [.apt(["libortp-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "COpus", pkgConfig: "opus", providers: [.apt(["libopus-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CSockets"),

    // Layer 1: words.
    .target(name: "SansIO", swiftSettings: pure),
    .target(name: "Cryptography", dependencies: ["COpenSSL"], swiftSettings: edge),

    // Layer 2: protocols; none imports another.
    .target(name: "SIP", dependencies: ["SansIO", "Cryptography", "COsip2"], swiftSettings: edge),
    .target(name: "SDP", dependencies: ["SansIO"], swiftSettings: pure),
    .target(name: "RTP", dependencies: ["SansIO"], swiftSettings: pure),
    .target(name: "Ortp", dependencies: ["SansIO", "COrtp"], swiftSettings: edge),
    .target(name: "Audio", dependencies: ["SansIO", numerics], swiftSettings: pure),

    .target(name: "Opus", dependencies: ["COpus"], swiftSettings: edge),
    .target(name: "SecureMedia", dependencies: ["SansIO", "Cryptography", "COpenSSL"], swiftSettings: edge),
    .target(name: "Connectivity", dependencies: ["SansIO", "Cryptography"], swiftSettings: pure),
    // Generated from the .proto files beside it by Scripts/generate-room-messages.
    .target(name: "RoomMessages", dependencies: [protobuf], exclude: ["proto"]),
    .target(
      name: "Rooms", dependencies: ["Cryptography", "RoomMessages", "CZlib", protobuf],
      swiftSettings: edge),

    // Layer 2½: what both ends of a call share.
    .target(name: "PhoneLeg", dependencies: ["SansIO", "SIP", "SDP", "RTP", "Audio"], swiftSettings: pure),
    .target(
      name: "RoomLeg", dependencies: ["SansIO", "SDP", "RTP", "SecureMedia", "Connectivity"],
      swiftSettings: pure),
    .target(
      name: "Voices", dependencies: ["SansIO", "Audio", "RTP", "Measurement", "Scenario"], swiftSettings: pure
    ),

    // Layer 3: product.
    .target(
      name: "Bridge",
      dependencies: [
        "SansIO", "PhoneLeg", "SIP", "SDP", "RTP", "Ortp", "Audio", "Opus", "RoomLeg", "SecureMedia",
        "Connectivity", "Rooms", "RoomMessages",
      ],
      swiftSettings: pure),
    .target(
      name: "Callers",
      dependencies: [
        "SansIO", "PhoneLeg", "SIP", "SDP", "RTP", "Audio", "Voices", "Scenario", "Measurement",
      ],
      swiftSettings: pure),
    .target(
      name: "Participants",
      dependencies: [
        "SansIO", "RoomLeg", "SDP", "RTP", "Audio", "Opus", "SecureMedia", "Connectivity", "Rooms",
        "RoomMessages",
        "Voices", "PhoneLeg", "SIP", "Callers", "Scenario", "Measurement",
      ],
      swiftSettings: pure),
    .target(name: "Load", dependencies: ["SansIO", numerics], swiftSettings: pure),
    .target(name: "Measurement", dependencies: ["SansIO", numerics, histogram], swiftSettings: pure),
    .target(name: "Scenario", dependencies: ["SansIO", "Load", "Measurement", yams], swiftSettings: pure),
    .target(name: "Report", dependencies: ["SansIO", "Measurement", numerics], swiftSettings: pure),

    // Layer 4: the two worlds.
    .target(
      name: "VirtualWorld",
      dependencies: [
        "SansIO", "Bridge", "Callers", "Participants", "PhoneLeg", "SIP", "Audio", "Rooms", "RoomMessages",
        "SecureMedia", "Scenario", "Measurement",
      ],
      swiftSettings: pure),
    .target(name: "LiveWorld", dependencies: ["SansIO", "CSockets", "SIP", "PhoneLeg"], swiftSettings: edge),

    .target(
      name: "RoomClient", dependencies: ["SansIO", "LiveWorld", "Cryptography", "Rooms"], swiftSettings: edge),

    // Layer 5: applications.
    .target(
      name: "BridgeServer",
      dependencies: [
        "SansIO", "Bridge", "PhoneLeg", "SIP", "LiveWorld", "Cryptography", "SecureMedia", "Rooms",
        "RoomMessages",
        hummingbird, hummingbirdCore, lifecycle, signals, nio, nioHTTP, nioWebSocket, logging,
      ], swiftSettings: edge),
    .target(
      name: "CallSimulator",
      dependencies: [
        "SansIO", "SIP", "Audio", "Opus", "PhoneLeg", "Callers", "Participants", "Rooms", "RoomMessages",
        "SecureMedia", "Cryptography", "Scenario", "Load", "Measurement", "Report", "LiveWorld", "RoomClient",
      ],
      swiftSettings: edge),

    // Layer 6: programs.
    .executableTarget(
      name: "callbridge", dependencies: ["SansIO", "BridgeServer", "LiveWorld", arguments, logging],
      swiftSettings: edge
    ),
    .executableTarget(
      name: "callsim",
      dependencies: ["SansIO", "CallSimulator", "LiveWorld", "Scenario", "Measurement", "Report", arguments],
      swiftSettings: edge),

    // What `callsim simulate` starts: alone in replacing the clock and the random source of C libraries.
    .target(name: "CSimulatedTime", linkerSettings: [.linkedLibrary("crypto")]),
    .executableTarget(
      name: "callworld",
      dependencies: [
        "SansIO", "PhoneLeg", "Bridge", "BridgeServer", "CallSimulator", "CSimulatedTime", "VirtualWorld",
        "Scenario",
        "Measurement", "Report", arguments,
      ],
      swiftSettings: edge),

    // Tests mirror sources.
    .testTarget(name: "SansIOTests", dependencies: ["SansIO"], swiftSettings: edge),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"], swiftSettings: edge),
    .testTarget(name: "SIPTests", dependencies: ["SansIO", "SIP", "Cryptography"], swiftSettings: edge),
    .testTarget(
      name: "SDPTests", dependencies: ["SansIO", "SDP"], exclude: ["Offers"], swiftSettings: edge),
    .testTarget(name: "RTPTests", dependencies: ["SansIO", "RTP"], swiftSettings: edge),
    .testTarget(name: "OrtpTests", dependencies: ["SansIO", "Ortp", "COrtp"], swiftSettings: edge),
    .testTarget(name: "AudioTests", dependencies: ["SansIO", "Audio", numerics], swiftSettings: edge),
    .testTarget(
      name: "OpusTests", dependencies: ["SansIO", "Opus", "Audio", numerics], swiftSettings: edge),
    // What our SRTP is held against; no program links it.
    .systemLibrary(
      name: "CSRTP", path: "Tests/Oracles/CSRTP", pkgConfig: "libsrtp2", providers: [.apt(["libsrtp2-dev"])]),
    // What the packet path may allocate is counted with these.
    .target(name: "CAllocationCount", path: "Tests/Oracles/CAllocationCount"),
    .target(
      name: "PacketBudget", dependencies: ["SansIO", "CAllocationCount"], path: "Tests/Oracles/PacketBudget",
      swiftSettings: edge),
    .testTarget(
      name: "SecureMediaTests",
      dependencies: ["SansIO", "Cryptography", "SecureMedia", "COpenSSL", "CSRTP", "CSimulatedTime"],
      swiftSettings: edge),
    .testTarget(
      name: "ConnectivityTests", dependencies: ["SansIO", "Cryptography", "Connectivity"], swiftSettings: edge
    ),
    .testTarget(
      name: "RoomsTests", dependencies: ["SansIO", "Rooms", "RoomMessages", "Cryptography", protobuf],
      swiftSettings: edge),
    .testTarget(
      name: "VoicesTests", dependencies: ["SansIO", "Voices", "Audio", "RTP", "Scenario", "Measurement"],
      swiftSettings: edge),
    .testTarget(
      name: "RoomClientTests",
      dependencies: [
        "SansIO", "RoomClient", "LiveWorld", "BridgeServer", "COpenSSL", hummingbird, lifecycle, logging,
      ],
      swiftSettings: edge),
    .testTarget(name: "LoadTests", dependencies: ["SansIO", "Load"], swiftSettings: edge),
    .testTarget(name: "MeasurementTests", dependencies: ["SansIO", "Measurement"], swiftSettings: edge),
    .testTarget(
      name: "ScenarioTests", dependencies: ["SansIO", "Load", "Measurement", "Scenario"], swiftSettings: edge),
    .testTarget(name: "ReportTests", dependencies: ["SansIO", "Measurement", "Report"], swiftSettings: edge),
    .testTarget(
      name: "PhoneLegTests", dependencies: ["SansIO", "PhoneLeg", "Audio", "RTP", "SDP"], swiftSettings: edge),
    .testTarget(
      name: "BridgeTests",
      dependencies: [
        "SansIO", "Bridge", "PhoneLeg", "Audio", "Opus", "RTP", "SDP", "SIP", "SecureMedia", "RoomLeg",
        "Connectivity", "Rooms", "RoomMessages", "Participants", "Scenario", "Measurement", "VirtualWorld",
        "PacketBudget",
      ],
      swiftSettings: edge),
    .testTarget(
      name: "RoomLegTests",
      dependencies: ["SansIO", "RoomLeg", "PhoneLeg", "RTP", "SecureMedia", "Connectivity"],
      swiftSettings: edge),
    .testTarget(
      name: "ParticipantsTests",
      dependencies: [
        "SansIO", "Participants", "PhoneLeg", "Audio", "SecureMedia", "Rooms", "RoomMessages", "Scenario",
        "Measurement", "Opus",
      ],
      swiftSettings: edge),
    .testTarget(
      name: "CallersTests",
      dependencies: [
        "SansIO", "Callers", "Participants", "Bridge", "PhoneLeg", "Audio", "RTP", "SIP", "Scenario",
        "Measurement", "SecureMedia", "VirtualWorld", "PacketBudget",
      ],
      swiftSettings: edge),
    .testTarget(
      name: "VirtualWorldTests",
      dependencies: [
        "SansIO", "VirtualWorld", "CSimulatedTime", "Bridge", "PhoneLeg", "Audio", "Scenario", "Measurement",
        "SecureMedia", "Report",
      ],
      swiftSettings: edge),
    .testTarget(
      name: "BridgeServerTests",
      dependencies: [
        "SansIO", "BridgeServer", "Bridge", "PhoneLeg", "LiveWorld", "Rooms", "RoomMessages", hummingbird,
        lifecycle, logging,
      ],
      swiftSettings: edge),
    // Real processes and foreign peers; they need the programs built.
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["SansIO", "LiveWorld", "Measurement", "Report", "callbridge", "callsim"],
      swiftSettings: edge),
    .testTarget(name: "LiveWorldTests", dependencies: ["SansIO", "LiveWorld"], swiftSettings: edge),
    .testTarget(
      name: "RepositoryTests", dependencies: ["SansIO", "Measurement", "Scenario"], swiftSettings: house),
  ]
)
