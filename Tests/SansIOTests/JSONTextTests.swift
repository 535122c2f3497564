import SansIO
import Testing

@Suite struct JSONTextTests {
  @Test(arguments: [
    ("", #""""#), ("a b", #""a b""#), (#"q"b\s/"#, #""q\"b\\s/""#),
    ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#), ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""),
    ("é\u{2028}😀", "\"é\u{2028}😀\""),
  ])
  func `a text has only what must be escaped escaped`(text: String, json: String) {
    var bytes: [UInt8] = []
    JSONText.append(text, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == json)
  }

  @Test func `the members of an object are sorted`() {
    let object = JSONText.object(["room": "r\"", "identity": "i", "Z": ""])
    #expect(String(decoding: object, as: UTF8.self) == #"{"Z":"","identity":"i","room":"r\""}"#)
    #expect(JSONText.object([:]) == Array("{}".utf8))
  }
}
