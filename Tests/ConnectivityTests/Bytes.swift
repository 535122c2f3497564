import Connectivity
import SansIO

/// Bytes from pairs of hexadecimal digits.
func bytes(_ hexadecimal: String) -> [UInt8] {
  var result: [UInt8] = []
  var high: UInt8?
  for digit in hexadecimal.compactMap(\.hexDigitValue) {
    if let first = high {
      result.append(first << 4 | UInt8(digit))
      high = nil
    } else {
      high = UInt8(digit)
    }
  }
  return result
}

func parsed(_ datagram: [UInt8]) -> Result<STUNMessage, STUNError> {
  do throws(STUNError) { return .success(try STUNMessage(parsing: datagram.span)) } catch {
    return .failure(error)
  }
}

/// The fragment that a check is addressed to.
func fragment(of datagram: [UInt8]) -> String? { ICELiteAgent.localFragment(of: datagram.span) }

extension TransportAddress {
  /// An address of the test networks.
  static func test(_ last: UInt32, _ port: UInt16) -> TransportAddress {
    TransportAddress(IPAddress(v4: 0xC000_0200 + last), port)
  }
}

extension ICECredentials {
  /// Reproducible credentials.
  static func test(_ seed: UInt64) -> ICECredentials {
    var generator = SeededGenerator(seed: seed)
    return ICECredentials(using: &generator)
  }
}

extension STUNMessage {
  // Expectations cannot call with a span.
  func isAuthentic(in datagram: [UInt8], key: [UInt8]) -> Bool { isAuthentic(in: datagram.span, key: key) }
  static func isSTUN(_ datagram: [UInt8]) -> Bool { isSTUN(datagram.span) }
}
