/// The payload types of one audio stream that mean something to a telephone, taken from an `m=audio` line.
struct AudioFormats: Sendable {
  /// The codecs in the order of the `m=` line.
  private(set) var codecs: [AudioCodec] = []
  /// The first payload type that carries each.
  private(set) var payloadTypes = AudioPayloadTypes()
  /// The names of everything on the line, for error texts.
  private(set) var names: [String] = []

  /// Reads the formats of `media`; those that are malformed or unknown are passed over.
  init(_ media: MediaDescription) {
    var encodings: [UInt8: Substring] = [:]
    for attribute in media.attributes where attribute.name == "rtpmap" {
      let fields = words(attribute.value ?? "")
      guard fields.count >= 2, let number = payloadType(fields[0]), encodings[number] == nil else { continue }
      encodings[number] = fields[1]
    }
    for number in media.formats.compactMap({ payloadType($0) }) {
      let encoding = encodings[number].map(String.init) ?? AudioFormats.staticEncoding(of: number)
      names.append(encoding ?? "payload type \(number)")
      if let encoding { take(number, encoding.uppercased()) }
    }
  }

  /// Only what `capabilities` and these formats have in common, the order kept.
  func common(with capabilities: AudioCapabilities) -> AudioFormats {
    var common = self
    common.codecs = codecs.filter { capabilities.codecs.contains($0) }
    if !common.codecs.contains(.pcmu) { common.payloadTypes.pcmu = nil }
    if !common.codecs.contains(.pcma) { common.payloadTypes.pcma = nil }
    if !capabilities.telephoneEvents { common.payloadTypes.telephoneEvent = nil }
    if !capabilities.comfortNoise { common.payloadTypes.comfortNoise = nil }
    return common
  }

  private mutating func take(_ number: UInt8, _ encoding: String) {
    let name = encoding.hasSuffix("/8000/1") ? String(encoding.dropLast(2)) : encoding
    switch name {
    case "PCMU/8000": add(.pcmu, number, to: \.pcmu)
    case "PCMA/8000": add(.pcma, number, to: \.pcma)
    case "TELEPHONE-EVENT/8000": payloadTypes.telephoneEvent = payloadTypes.telephoneEvent ?? number
    case "CN/8000": payloadTypes.comfortNoise = payloadTypes.comfortNoise ?? number
    default: break
    }
  }

  private mutating func add(
    _ codec: AudioCodec, _ number: UInt8, to slot: WritableKeyPath<AudioPayloadTypes, UInt8?>
  ) {
    guard payloadTypes[keyPath: slot] == nil else { return }
    payloadTypes[keyPath: slot] = number
    codecs.append(codec)
  }

  /// RFC 3551 §6: the numbers that need no `a=rtpmap`.
  private static func staticEncoding(of number: UInt8) -> String? {
    switch number {
    case 0: "PCMU/8000"
    case 8: "PCMA/8000"
    case 13: "CN/8000"
    default: nil
    }
  }
}
