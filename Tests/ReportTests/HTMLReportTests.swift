import Measurement
import Report
import Testing

@Suite struct HTMLReportTests {
  private static func page(_ run: ExampleRun, health: Bool = true) -> String {
    let summary = RunSummary(header: run.header, records: run.records, health: health ? run.health : nil)
    return String(decoding: HTMLReport.render(summary: summary, records: run.records), as: UTF8.self)
  }

  private static let troubled = ExampleRun(
    calls: 12, troubles: [0: .refused, 1: .early, 2: .missed, 3: .wrongCause, 4: .loss, 5: .retransmission])

  @Test func `sections come in their order, the verdict first`() {
    let page = HTMLReportTests.page(ExampleRun.golden)
    let ids = page.matches(of: /<section (?:id="([a-z-]+)"|class="(first)")/).map {
      String($0.output.1 ?? $0.output.2 ?? "")
    }
    #expect(
      ids == [
        "first", "checks", "figures", "hang-ups", "latency", "mouth-to-ear", "course", "streams", "calls",
        "funnel",
        "definitions", "reproduce",
      ])
  }

  @Test func `nothing is loaded from elsewhere`() {
    let page = HTMLReportTests.page(HTMLReportTests.troubled)
    for word in ["http:", "https:", "src=", "@import", "url(", "<link", "<iframe", "fetch(", "XMLHttp"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func `every element is closed where it was opened`() {
    var open: [Substring] = []
    let void: Set<Substring> = ["meta", "br", "input", "!doctype"]
    let page = HTMLReportTests.page(HTMLReportTests.troubled)
    let body = page.replacing(/<(style|script)>(.|\n)*?<\/\1>/, with: "")
    for tag in body.matches(of: /<(\/?)([!a-z0-9]+)((?:[^>"]|"[^"]*")*?)(\/?)>/)
    where !void.contains(tag.output.2) {
      if !tag.output.1.isEmpty {
        #expect(open.popLast() == tag.output.2)
      } else if tag.output.4.isEmpty {
        open.append(tag.output.2)
      }
    }
    #expect(open == [])
  }

  @Test func `markup in names, headers and notes stays text`() {
    let attack = "\"'><script>alert(1)</script><img/onerror=x>&"
    var run = HTMLReportTests.troubled
    for place in run.records.indices {
      run.records[place].caller = attack
      run.records[place].dialled = attack
      run.records[place].callID = attack
      run.records[place].ending.detail = attack
      for entry in run.records[place].ladder.indices { run.records[place].ladder[entry].message = attack }
    }
    run.header.scenario = attack
    run.header.summary = attack
    run.header.file = attack
    run.header.target = attack
    run.header.overrides = [attack]
    run.header.startedAt = attack
    run.header.thresholds.append(attack)
    run.header.host = [attack: attack]
    run.health.aborted = attack
    run.health.bridgeExit = attack
    var summary = run.summary
    summary.notes.append(attack)
    let page = String(decoding: HTMLReport.render(summary: summary, records: run.records), as: UTF8.self)
    #expect(page.matches(of: /<script>/).count == 1)
    #expect(!page.contains("<img"))
    #expect(!page.contains("alert(1)</script>"))
    #expect(page.contains("&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
  }

  @Test(arguments: [
    (ExampleCall.Trouble.refused, "✗ refused 486"), (.early, "✗ false hang-up"), (.missed, "✗ missed"),
    (.wrongCause, "✗ wrong cause"), (.loss, "✓ as expected"),
  ])
  func `each row says how its call came out`(trouble: ExampleCall.Trouble, words: String) {
    let page = HTMLReportTests.page(ExampleRun(calls: 2, troubles: [1: trouble]))
    let chips = page.matches(of: /<span class="chip (?:yes|no)">([^<]*)<\/span>/).map { String($0.output.1) }
    #expect(chips == ["✓ as expected", "✓ as expected", words, words])
  }

  @Test func `verdicts, exit code and failures are told in words`() {
    let failed = HTMLReportTests.page(HTMLReportTests.troubled)
    #expect(failed.contains("</span> Valid</p>"))
    #expect(failed.contains("</span> Failed</p>"))
    #expect(failed.contains("<p class=\"word\">99</p>"))
    #expect(failed.contains("✗ no</td>"))
    let passed = HTMLReportTests.page(ExampleRun.golden)
    #expect(passed.contains("</span> Passed</p>"))
    #expect(passed.contains("all 7 thresholds hold"))
    #expect(
      HTMLReportTests.page(ExampleRun.golden, health: false).contains("<p class=\"word\">Not judged</p>"))
  }

  @Test func `a run without records explains each empty section`() {
    var run = ExampleRun.golden
    run.records = []
    let page = HTMLReportTests.page(run, health: false)
    let absent = page.matches(of: /<p class="absent" id="([a-z-]+)"/).map { String($0.output.1) }
    #expect(absent == ["figures", "hang-ups", "latency", "mouth-to-ear", "course", "streams", "calls"])
    #expect(!page.contains("href=\"#calls\""))
  }

  @Test func `the drawings show as many probes as were counted`() throws {
    var run = HTMLReportTests.troubled
    run.records[10].probesHeard.removeLast()
    run.records[12].probesHeard.removeLast(2)
    let count = try #require(run.summary.metrics.first { $0.name == "mouth_to_ear" }?.count)
    let echoes = try #require(run.summary.metrics.first { $0.name == "round_trip" }?.count)
    #expect(count == echoes + 3)
    let page = HTMLReportTests.page(run)
    #expect(page.contains("\(count) probes · error bar"))
    #expect(page.contains("Mouth to ear: percentile curve of \(count) values"))
    #expect(page.contains("Audio round trip: percentile curve of \(echoes) values"))
  }

  @Test func `the rows with trouble are as many as the unexpected endings`() {
    let run = HTMLReportTests.troubled
    let summary = run.summary
    let marked = HTMLReportTests.page(run).matches(of: /<tbody class="trouble">/).count
    #expect(marked == summary.started - summary.endedAsExpected)
    #expect(marked == 8)
  }

  @Test func `the funnel says how many were lost at each stage`() {
    let page = HTMLReportTests.page(HTMLReportTests.troubled)
    let row =
      /<th scope="row">([^<]*)<\/th><td><div [^>]*><\/div><\/td>\s*<td class="r">(\d+)<\/td><td[^>]*>([^<]*)</
    let rows = page.matches(of: row)
    #expect(
      rows.map { "\($0.output.1) \($0.output.2) \($0.output.3)" } == [
        "planned 24 –", "started (INVITE sent) 24 –", "100 Trying 24 optional", "18x ringing 22 optional",
        "200 answered 22 ✗ 2",
        "first RTP packet 22 –", "first audible sound 22 –", "ended as expected 16 ✗ 6",
      ])
  }

  @Test func `an optional stage that nobody saw has no row but a sentence`() {
    var run = ExampleRun.golden
    for place in run.records.indices { run.records[place].milestones.ringing = nil }
    let answeredAtOnce = HTMLReportTests.page(run)
    #expect(!answeredAtOnce.contains("<th scope=\"row\">18x ringing</th>"))
    #expect(answeredAtOnce.contains("a call without them is sound. No caller received 18x ringing.</p>"))
    for place in run.records.indices { run.records[place].milestones.trying = nil }
    #expect(
      HTMLReportTests.page(run).contains(
        "No caller received 100 Trying or 18x ringing; SIP does not ask for it.</p>"))
  }

  @Test func `without ringing one curve stands for post-dial and answer delay`() {
    let heading = /<strong>([^<]*delay[^<]*)<\/strong>/
    var run = ExampleRun.golden
    let rung = HTMLReportTests.page(run).matches(of: heading).map { String($0.output.1) }
    #expect(rung == ["Post-dial delay", "Answer delay"])
    for place in run.records.indices { run.records[place].milestones.ringing = nil }
    let atOnce = HTMLReportTests.page(run).matches(of: heading).map { String($0.output.1) }
    #expect(atOnce == ["Answer delay, which is also the post-dial delay"])
  }

  @Test func `the use of CPU is drawn in few points beside the cores there are`() {
    var run = ExampleRun.golden
    #expect(HTMLReportTests.page(run).contains("cores in use, of 2</figcaption>"))
    run.health.samples = (0..<200).flatMap { second in
      run.health.samples.prefix(1).map { sample in
        var sample = sample
        sample.at = Int64(second) * 1_000_000_000
        return sample
      }
    }
    run.health.availableCores = 1.5
    let page = HTMLReportTests.page(run)
    #expect(page.contains("cores in use, of 1.5; each point is the mean of 3 samples</figcaption>"))
  }

  @Test func `the hang-up test's outcome is counted`() {
    let page = HTMLReportTests.page(HTMLReportTests.troubled)
    #expect(page.contains("had to be hung up</th><td class=\"r\">22</td>"))
    #expect(page.contains("hung up at due</th><td class=\"r\">16</td>"))
    #expect(page.contains("missed: no BYE</th><td class=\"r no\">✗ 2</td>"))
  }

  @Test func `the calibration's error bar stands beside every latency`() throws {
    let run = ExampleRun.golden
    let error = try #require(run.health.calibration?.error)
    let page = HTMLReportTests.page(run)
    #expect(page.ranges(of: "error bar ± ").count >= 8)
    #expect(page.contains("error bar ± \(Quantity.time(error))"))
    #expect(HTMLReportTests.page(run, health: false).contains("error bar unknown"))
  }

  @Test func `the report of a thousand callers stays below two megabytes`() {
    let run = ExampleRun(calls: 500, spacing: 200_000_000, troubles: [400: .missed])
    let page = HTMLReportTests.page(run)
    #expect(page.utf8.count < 2_000_000)
    #expect(page.matches(of: /<tbody/).count > 1_000)
    #expect(page.contains("<summary aria-label=\"Call 400, bob\">"))
    #expect(page.contains("most telling calls"))
  }

  @Test func `beyond a thousand callers the most telling are listed`() {
    let run = ExampleRun(calls: 510, spacing: 200_000_000, troubles: [505: .early])
    let page = HTMLReportTests.page(run)
    #expect(page.matches(of: /<span class="chip/).count == 1_000)
    #expect(page.contains("The 1,000 most telling of 1,020 callers are listed"))
    #expect(page.contains("✗ false hang-up"))
    #expect(page.utf8.count < 2_000_000)
  }

  @Test func `the order of the records does not matter`() {
    let run = HTMLReportTests.troubled
    let forward = HTMLReport.render(summary: run.summary, records: run.records)
    #expect(HTMLReport.render(summary: run.summary, records: run.records.reversed()) == forward)
  }

  @Test func `the command repeats the run, whatever its words`() {
    var run = ExampleRun.golden
    run.header.file = "my scenario's.yaml"
    run.header.target = "sip:bridge@127.0.0.1"
    run.header.overrides = ["calls=3", "name=a b"]
    let command: Markup = """
      \("callsim run 'my scenario'\\''s.yaml' --target sip:bridge@127.0.0.1 --set calls=3")\
      \(" --set 'name=a b' --set seed=42")</code>
      """
    #expect(HTMLReportTests.page(run).contains(command.text))
  }

  @Test func `the command of a simulated run simulates it again`() {
    var run = ExampleRun.golden
    run.header.target = RunHeader.virtualTarget
    run.header.overrides = ["calls=5"]
    let page = HTMLReportTests.page(run)
    #expect(
      page.contains("callsim simulate \(run.header.file) --seed \(run.header.seed) --set calls=5</code>"))
    #expect(page.contains("give the same bytes"))
  }

  @Test func `a seed set on the command line is named once`() {
    var run = ExampleRun.golden
    run.header.overrides = ["seed=42"]
    #expect(HTMLReportTests.page(run).contains("--target embedded --set seed=42</code>"))
  }

  @Test func `damaged instants do not stop the report`() {
    var run = HTMLReportTests.troubled
    for place in run.records.indices {
      run.records[place].milestones.inviteSent = .min
      run.records[place].milestones.answered = .max
      run.records[place].milestones.ended = place % 2 == 0 ? .max : .min
      run.records[place].received.append(ReceivedStream(ssrc: 0, payloadType: -1))
      run.records[place].probesHeard.append(HeardProbe(identity: 0, wire: .min, ear: .max, confidence: 1))
    }
    let page = String(
      decoding: HTMLReport.render(summary: HTMLReportTests.troubled.summary, records: run.records),
      as: UTF8.self)
    #expect(page.hasSuffix("</html>\n"))
  }
}
