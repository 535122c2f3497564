/// The answer to an HTTP request.
public struct HTTPReply: Sendable {
  /// 200...599.
  public var status: Int
  /// The header fields in their order.
  public var headers: [(name: String, value: String)]
  /// The whole body, at most 1 MiB.
  public var body: [UInt8]

  /// Makes an answer.
  public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
