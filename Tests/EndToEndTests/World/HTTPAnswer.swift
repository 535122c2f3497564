import Foundation
import SansIO

/// The answer to one HTTP GET.
struct HTTPAnswer: Sendable {
  /// 200, 404 and so on; 0 when there was no answer.
  var status = 0
  /// Header fields, names in lower case.
  var fields: [String: String] = [:]
  var body: [UInt8] = []

  /// Asks the server at `address` for `path`.
  static func get(_ path: String, from address: TransportAddress) async -> HTTPAnswer {
    await Waiting.on {
      guard let connection = TCPClient(to: address) else { return HTTPAnswer() }
      let request = "GET \(path) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n"
      connection.send(Array(request.utf8))
      return HTTPAnswer(connection.receiveAll())
    }
  }

  private init() {}

  private init(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return }
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
        in: .whitespaces)
    }
    body = Array(text[end.upperBound...].utf8)
  }

  /// The body read as JSON.
  func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(body))
  }
}
