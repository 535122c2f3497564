import Report
import Testing

@Suite struct MarkupTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"), ("a & b", "a &amp; b"),
    (#"" onload="x"#, "&quot; onload=&quot;x"),
    ("it's", "it&#39;s"), ("grüß 🎧", "grüß 🎧"), ("", ""),
    ("a\u{0}\u{1B}[31m\r", "a\u{FFFD}\u{FFFD}[31m\u{FFFD}"), ("tab\there\n", "tab\there\n"),
    ("e\u{301}&\u{301}", "e\u{301}&amp;\u{301}"),
  ])
  func `text is escaped`(text: String, escaped: String) {
    #expect(("\(text)" as Markup).text == escaped)
    #expect(Markup(escaping: text).text == escaped)
  }

  @Test func `literals and markup stay as they are`() {
    let inner: Markup = "<b>\("<")</b>"
    let list: [Markup] = ["<i/>", "<u/>"]
    #expect(("<p>\(inner)\(list)</p>" as Markup).text == "<p><b>&lt;</b><i/><u/></p>")
    #expect((inner + inner).text == "<b>&lt;</b><b>&lt;</b>")
  }

  @Test func `numbers are written as places in a drawing`() {
    #expect(("M\(12.0) \(-0.25)h\(7)" as Markup).text == "M12 -0.3h7")
    #expect(("\(Double.nan)" as Markup).text == "0")
  }
}
