/// Seconds since 1970, as tokens write them: a JSON number, which may have a fraction (RFC 7519 §2).
struct NumericDate: Codable, Hashable {
  /// Whole seconds, -2^53 to 2^53.
  var seconds: Int64

  init(seconds: Int64) { self.seconds = seconds }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let number = try container.decode(Double.self)
    guard number.magnitude <= 0x1p53 else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a time of \(number) s; it must lie within 2^53 s of 1970")
    }
    seconds = Int64(number.rounded(.down))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(seconds)
  }
}
