/// Why a request is not done: an HTTP status and the words of the body.
package struct HTTPRefusal: Error, Hashable, Sendable {
  /// 400...599.
  package var status: Int
  /// The whole body, plain text.
  package var text: String

  /// A refusal with `status` and `text`.
  package init(status: Int, text: String) {
    self.status = status
    self.text = text
  }
}
