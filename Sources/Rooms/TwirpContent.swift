public import SwiftProtobuf

/// How a call of the room service and its response are written.
public enum TwirpContent: String, Hashable, Sendable, CaseIterable {
  case protobuf = "application/protobuf"
  case json = "application/json"

  /// The longest request body that is accepted, in bytes.
  public static let longestBody = 10_485_760

  /// What a header field Content-Type says; `nil` when neither.
  public init?(contentType: String) {
    let name = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    self.init(rawValue: name)
  }

  /// Reads a request's body. In JSON, both spellings of a field's name are accepted, and fields that are not
  /// known are passed over.
  public func decode<Request: Message>(
    _ type: Request.Type, from body: [UInt8]
  ) throws(TwirpError) -> Request {
    guard body.count <= Self.longestBody else {
      throw TwirpError(
        .resourceExhausted, "the request has \(body.count) bytes; at most \(Self.longestBody) are accepted")
    }
    let request =
      switch self {
      case .protobuf: try? Request(serializedBytes: body)
      case .json: try? Request(jsonUTF8Bytes: body, options: .lenient)
      }
    guard let request else {
      throw TwirpError(.malformed, "the body is no \(Request.protoMessageName) in \(rawValue)")
    }
    return request
  }

  /// Writes a response's body.
  public func encode(_ response: some TwirpResponse) -> [UInt8] {
    switch self {
    case .protobuf: return SignalCodec.bytes(of: response)
    case .json:
      var json = TwirpJSON()
      json.object { response.write(to: &$0) }
      return json.bytes
    }
  }
}
