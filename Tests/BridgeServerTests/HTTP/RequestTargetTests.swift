import BridgeServer
import Testing

@Suite struct RequestTargetTests {
  @Test(arguments: [
    ("/rtc", "/rtc"), ("//rtc", "/rtc"), ("/rtc/v1/", "/rtc/v1"), ("//rtc//v1?x=1", "/rtc/v1"), ("", "/"),
    ("/?/a", "/"),
  ])
  func `runs of slashes are one`(text: String, path: String) {
    #expect(RequestTarget(text).path == path)
  }

  @Test func `names and values are decoded, and the first of a name counts`() {
    let target = RequestTarget("/rtc?access_token=a.b-c%3D%3d&n=%C3%A9+x&n=2&flag&=v&odd=%zz%4&e=")
    #expect(target["access_token"] == "a.b-c==")
    #expect(target["n"] == "é x")
    #expect(target["flag"] == "")
    #expect(target["odd"] == "%zz%4")
    #expect(target["e"] == "")
    #expect(target["missing"] == nil)
    #expect(target.query.map(\.name) == ["access_token", "n", "n", "flag", "", "odd", "e"])
  }
}
