import Measurement
import Report
import Testing

/// The report of a run with participants.
@Suite struct RoomReportTests {
  private static func page(_ run: ExampleRun) -> String {
    String(decoding: HTMLReport.render(summary: run.summary, records: run.all), as: UTF8.self)
  }

  @Test func `the join and both directions have their sections, which telephones alone have not`() {
    let ids = { (page: String) in page.matches(of: /<section id="([a-z-]+)"/).map { String($0.output.1) } }
    let room = ids(RoomReportTests.page(.room))
    #expect(
      Array(room.drop { $0 != "latency" }.prefix(4)) == ["latency", "join", "directions", "mouth-to-ear"])
    let telephones = RoomReportTests.page(.golden)
    #expect(!ids(telephones).contains("join") && !telephones.contains("id=\"directions\""))
  }

  @Test func `the waterfall and its table show every stage`() {
    let page = RoomReportTests.page(.room)
    for stage in [
      "token", "WebSocket open", "JoinResponse", "ICE", "DTLS", "own track published", "first packet",
    ] {
      #expect(page.contains("\">\(stage)</th>"), "\(stage)")
    }
    #expect(page.contains("3 of 3 started participants could take part"))
  }

  @Test func `the terms of each direction are rows`() throws {
    let page = RoomReportTests.page(.room)
    let rows = page.matches(
      of: /<tr><th scope="row">([^<]*)<\/th><td class="r">([^<]*)<\/td><td class="r">([^<]*)<\/td><\/tr>/)
    let terms = Dictionary(rows.map { (String($0.output.1), [String($0.output.2), String($0.output.3)]) }) {
      a, _ in a
    }
    #expect(terms["packetisation"] == ["20 ms", "20 ms"])
    #expect(terms["look-ahead of the encoder"] == ["inside wire to wire", "6.5 ms"])
    #expect(terms["jitter buffer of the listener"] == ["40 ms", "40 ms"])
    let there = try #require(
      ExampleRun.room.summary.metrics.first { $0.name == "wire_to_wire_phone_to_room" })
    #expect(terms["wire to wire, median"]?.first == Quantity.figure(there.p50, unit: "ns"))
    #expect(page.contains("round trip, median</th><td class=\"r\" colspan=\"2\">"))
  }

  @Test func `the terms of each direction add up`() {
    let trips = ExampleRun.room.all.calls.flatMap { CallProbes(members: $0.members).trips }
    let header = ExampleRun.room.header
    for (direction, codec) in [(ProbeTrip.Direction.phoneToRoom, Int64(0)), (.roomToPhone, 6_500_000)] {
      let own = trips.filter { $0.direction == direction }
      #expect(own.count == 24)
      let rest = own.map { $0.earDelay - $0.wireDelay - header.packetLength - header.jitterBuffer }
      #expect(Set(rest) == [codec])
    }
  }

  @Test func `the funnel says where participants were lost`() {
    var run = ExampleRun.room
    run.participants[1].milestones.dtlsConnected = nil
    run.participants[1].milestones.trackPublished = nil
    run.participants[1].ending = ParticipantEnding(cause: .failed, detail: "no DTLS")
    let page = RoomReportTests.page(run)
    let rows = page.matches(
      of: /<th scope="row">(DTLS done|could take part)<\/th>.*?<td class="r">(\d)<\/td><td[^>]*>([^<]*)</
        .dotMatchesNewlines())
    #expect(
      rows.map { "\($0.output.1) \($0.output.2) \($0.output.3)" } == [
        "DTLS done 2 ✗ 1", "could take part 2 –",
      ])
    #expect(page.contains("✗ agent: failed: no DTLS</span>"))
  }

  @Test func `a call's details tell what its participant saw, in order`() throws {
    let page = RoomReportTests.page(.room)
    let stay = try #require(page.firstMatch(of: /<table class="stay">.*?<\/table>/.dotMatchesNewlines()))
      .output
    let words = stay.matches(of: /<td>([^<]*)<\/td><\/tr>/).map { String($0.output.1) }
    #expect(words.first == "asks for a token" && words.last == "done")
    #expect(words.contains("→ AddTrack") && words.contains("phone gone"))
    #expect(page.matches(of: /<table class="stay">/).count == 3)
    #expect(
      page.contains("as <code>agent-0</code>. Expected: the room is closed. Ended: the room was closed."))
  }

  @Test func `names and words of a participant stay text`() {
    let attack = "\"'><script>alert(1)</script>"
    var run = ExampleRun.room
    for place in run.participants.indices {
      run.participants[place].participant = attack
      run.participants[place].room = attack
      run.participants[place].identity = attack
      run.participants[place].ending = ParticipantEnding(cause: .failed, detail: attack)
      run.participants[place].ladder[0].message = attack
    }
    let page = RoomReportTests.page(run)
    #expect(page.matches(of: /<script>/).count == 1 && !page.contains("alert(1)</script>"))
  }

  @Test func `damaged instants do not stop the report`() {
    var run = ExampleRun.room
    for place in run.participants.indices {
      run.participants[place].milestones.tokenAsked = .min
      run.participants[place].milestones.dtlsConnected = .max
      run.participants[place].milestones.phoneLeft = .max
      run.participants[place].probesHeard.append(
        HeardProbe(identity: 0, wire: .min, ear: .max, confidence: 9))
      run.participants[place].codecDelay = .min
      run.participants[place].received.append(ReceivedStream(ssrc: 0, payloadType: -1))
    }
    #expect(RoomReportTests.page(run).hasSuffix("</html>\n"))
  }

  @Test func `the closing lines have the room's figures and fit`() {
    let text = TextSummary.render(summary: ExampleRun.room.summary)
    for name in ["joined", "join", "dial to ear", "phone → room", "room → phone", "seen in room", "room end"]
    {
      #expect(text.contains("\n  \(name) "), "\(name)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= TextSummary.columns })
    #expect(text.contains("6 callers, 3 participants, "))
    #expect(text.contains("  round trip wire p50 "))
    let terms = "packetisation 20 ms + wire to wire + jitter buffer 40 ms"
    #expect(text.contains("  mouth to ear is \(terms) (+ look-ahead of Opus)\n"))
    let telephones = TextSummary.render(summary: ExampleRun.golden.summary)
    #expect(!telephones.contains("joined") && !telephones.contains("participant"))
    #expect(telephones.contains("  mouth to ear is \(terms)\n"))
  }

  @Test func `the order of the records does not matter`() {
    let run = ExampleRun.room
    let turned = RunRecords(callers: run.records.reversed(), participants: run.participants.reversed())
    #expect(
      HTMLReport.render(summary: run.summary, records: turned)
        == HTMLReport.render(summary: run.summary, records: run.all))
  }
}
