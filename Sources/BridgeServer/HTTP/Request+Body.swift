import Hummingbird
import HummingbirdCore
import NIOCore

extension Request {
  /// The whole body; `nil` when it has more than `limit` bytes.
  func bytes(upTo limit: Int) async throws -> [UInt8]? {
    if let length = headers[.contentLength].flatMap(Int.init), length > limit { return nil }
    var bytes: [UInt8] = []
    for try await part in body {
      guard bytes.count + part.readableBytes <= limit else { return nil }
      bytes += part.readableBytesView
    }
    return bytes
  }
}
