import Measurement
import Report
import Testing

@Suite struct TimelineDrawingTests {
  private static let record = ExampleRun.golden.records[0]

  private static func rectangles(_ text: String) -> [(left: Double, width: Double)] {
    text.matches(of: /<rect class="k-[a-z]+" x="([0-9.]+)" y="28" width="([0-9.]+)"/).compactMap { match in
      guard let left = Double(match.output.1), let width = Double(match.output.2) else { return nil }
      return (left, width)
    }
  }

  @Test func `segments follow each other in proportion to time`() throws {
    let record = TimelineDrawingTests.record
    let drawn = TimelineDrawingTests.rectangles(TimelineDrawing(record, due: nil).drawing().text)
    try #require(drawn.count == record.activity.count)
    for (one, next) in zip(drawn, drawn.dropFirst()) { #expect(abs(one.left + one.width - next.left) < 0.2) }
    let scale = drawn[1].width / Double(record.activity[1].to - record.activity[1].from)
    for (rectangle, segment) in zip(drawn, record.activity) {
      #expect(abs(rectangle.width - scale * Double(segment.to - segment.from)) < 0.5)
    }
  }

  @Test func `due and BYE are marked`() {
    let text = TimelineDrawing(TimelineDrawingTests.record, due: 20_000_000_000).drawing().text
    #expect(text.contains("class=\"due\""))
    #expect(text.contains("class=\"bye\""))
    #expect(!TimelineDrawing(TimelineDrawingTests.record, due: nil).drawing().text.contains("class=\"due\""))
  }

  @Test func `probes are drawn each way, those on one pixel once`() {
    var record = TimelineDrawingTests.record
    #expect(TimelineDrawing(record, due: nil).drawing().text.matches(of: /v14/).count == 16)
    record.probesSent += record.probesSent
    record.probesHeard = []
    let text = TimelineDrawing(record, due: nil).drawing().text
    #expect(text.matches(of: /v14/).count == 8)
    #expect(!text.contains("probes in"))
  }

  @Test func `nothing sent is nothing to draw`() {
    var record = TimelineDrawingTests.record
    record.activity = []
    #expect(TimelineDrawing(record, due: nil).isEmpty)
  }

  @Test func `instants out of any order do not stop it`() {
    var record = TimelineDrawingTests.record
    record.activity[0].from = .max
    record.activity[0].to = .min
    record.milestones.inviteSent = .min
    #expect(TimelineDrawing(record, due: .max).drawing().text.hasSuffix("</svg>"))
  }
}
