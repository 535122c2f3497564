import Measurement
import Report
import Testing

@Suite struct LadderDrawingTests {
  private static let record = ExampleRun.golden.records[0]

  @Test func `media stands between ACK and BYE`() throws {
    let rows = LadderDrawing(LadderDrawingTests.record).rows
    let names = rows.map { row in
      if case .message(let entry) = row { entry.message } else { "media" }
    }
    #expect(
      names == [
        "INVITE", "100 Trying", "180 Ringing", "200 OK (INVITE)", "ACK", "media", "BYE", "200 OK (BYE)",
      ])
  }

  @Test func `a refused call has no media`() {
    let rows = LadderDrawing(ExampleRun(calls: 1, troubles: [0: .refused]).records[0]).rows
    #expect(rows.count == 4)
    #expect(!rows.contains { if case .media = $0 { true } else { false } })
  }

  @Test func `rows are in order of time, counted from the INVITE`() {
    var record = LadderDrawingTests.record
    record.ladder.reverse()
    let text = LadderDrawing(record).drawing().text
    #expect(text == LadderDrawing(LadderDrawingTests.record).drawing().text)
    #expect(text.contains(">0.000 s</text>"))
    #expect(text.contains("RTP sent: "))
  }

  @Test func `long ladders lose their middle and say so`() {
    var record = LadderDrawingTests.record
    record.ladder += (0..<500).map {
      LadderEntry(
        at: Int64($0) * 10_000_000 + 9_000_000_000, sent: true, message: "INFO", retransmission: false)
    }
    let rows = LadderDrawing(record).rows
    #expect(rows.count == LadderDrawing.mostMessages + 1)
    #expect(rows[12] == .omitted(508 - LadderDrawing.mostMessages))
  }

  @Test func `directions and retransmissions are told apart without colour`() {
    let text = LadderDrawing(ExampleRun(calls: 1, troubles: [0: .retransmission]).records[0]).drawing().text
    #expect(text.contains(">INVITE (again)</text>"))
    #expect(text.contains("H560m-8-4l8 4l-8 4"))
    #expect(text.contains("H150m8-4l-8 4l8 4"))
  }

  @Test func `messages from the wire are escaped and cut`() {
    var record = LadderDrawingTests.record
    record.ladder[1].message = "100 <svg onload=x>" + String(repeating: "y", count: 5_000)
    let text = LadderDrawing(record).drawing().text
    #expect(text.contains("100 &lt;svg onload=x&gt;yyy"))
    #expect(text.count < 4_000)
  }
}
