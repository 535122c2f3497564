import Hummingbird
import HummingbirdCore
import NIOCore

extension Response {
  /// A response of plain text.
  static func text(_ text: String, status: Int) -> Response {
    Response(
      status: .init(code: status), headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// A response of bytes of `type`.
  static func bytes(_ bytes: [UInt8], type: String, status: Int) -> Response {
    Response(
      status: .init(code: status), headers: [.contentType: type],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
