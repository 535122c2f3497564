public import RoomMessages
import SwiftProtobuf

/// Signalling messages as WebSocket frames: protobuf in binary frames, its JSON in text frames.
///
/// A message of a kind that is not known reads as one whose `message` is `nil`: to be ignored.
public enum SignalCodec {
  /// The longest request that is accepted, in bytes.
  public static let longestRequest = 262_144
  /// The longest response that is accepted, in bytes.
  public static let longestResponse = 2_097_152

  /// The binary frame of a client's message.
  public static func encode(_ request: Livekit_SignalRequest) -> [UInt8] { bytes(of: request) }

  /// The binary frame of a server's message.
  public static func encode(_ response: Livekit_SignalResponse) -> [UInt8] { bytes(of: response) }

  /// The text frame of a server's message: JSON in UTF-8, for clients that send text frames themselves.
  public static func encodeJSON(_ response: Livekit_SignalResponse) -> [UInt8] { json(of: response) }

  /// The text frame of a client's message.
  public static func encodeJSON(_ request: Livekit_SignalRequest) -> [UInt8] { json(of: request) }

  /// Reads a binary frame from a client.
  public static func request(from frame: [UInt8]) throws(SignalError) -> Livekit_SignalRequest {
    try read(frame, limit: longestRequest)
  }

  /// Reads a binary frame from a server.
  public static func response(from frame: [UInt8]) throws(SignalError) -> Livekit_SignalResponse {
    try read(frame, limit: longestResponse)
  }

  /// Reads a text frame from a client. Fields that are not known are passed over; both spellings of a field's
  /// name are accepted.
  public static func request(fromJSON frame: [UInt8]) throws(SignalError) -> Livekit_SignalRequest {
    try readJSON(frame, limit: longestRequest)
  }

  /// Reads a text frame from a server, likewise.
  public static func response(fromJSON frame: [UInt8]) throws(SignalError) -> Livekit_SignalResponse {
    try readJSON(frame, limit: longestResponse)
  }

  private static func read<Frame: Message>(_ frame: [UInt8], limit: Int) throws(SignalError) -> Frame {
    guard frame.count <= limit else { throw .tooLong(bytes: frame.count, limit: limit) }
    guard let message = try? Frame(serializedBytes: frame) else { throw .protobuf }
    return message
  }

  private static func readJSON<Frame: Message>(_ frame: [UInt8], limit: Int) throws(SignalError) -> Frame {
    guard frame.count <= limit else { throw .tooLong(bytes: frame.count, limit: limit) }
    guard let message = try? Frame(jsonUTF8Bytes: frame, options: .lenient) else { throw .json }
    return message
  }

  /// A message as protobuf.
  static func bytes(of message: some Message) -> [UInt8] {
    guard let bytes: [UInt8] = try? message.serializedBytes() else {
      preconditionFailure("a message of ours has 2 GiB or more")
    }
    return bytes
  }

  private static func json(of message: some Message) -> [UInt8] {
    guard let text: [UInt8] = try? message.jsonUTF8Bytes() else {
      preconditionFailure("a message of ours holds what JSON cannot say")
    }
    return text
  }
}

extension JSONDecodingOptions {
  /// Passes over fields and enumeration values that are not known.
  static var lenient: JSONDecodingOptions {
    var options = JSONDecodingOptions()
    options.ignoreUnknownFields = true
    return options
  }
}
