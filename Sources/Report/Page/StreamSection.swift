import Measurement

/// The RTP streams: how evenly packets came, and the ten worst streams of each direction.
struct StreamSection {
  /// Rows of each table at most.
  static let most = 10

  var facts: RunFacts

  var section: PageSection {
    var section = PageSection(
      id: "streams", title: "Packets", absence: "nobody received or sent a packet.")
    // Participants' streams pause as those who send them do: their gaps count where there are no others.
    let streams =
      facts.summary.isRoomTest
      ? facts.participants.flatMap(\.record.received) : facts.calls.flatMap(\.record.received)
    let gaps = streams.flatMap(\.gaps)
    let chart = GapChart(gaps: gaps, packetLength: facts.summary.header.packetLength)
    guard chart.total > 0 || senders.contains(where: { $0.sent.packets > 0 }) else { return section }
    section.lead = """
      RFC 3550 figures of every stream as \(people) saw it; \
      the worst \(StreamSection.most) of each direction are listed.
      """
    section.body = """
      <div class="side">\(pacing(chart))\(totals)</div>\
      <div class="next">\(received)</div><div class="next">\(sent)</div>
      """
    return section
  }

  private func pacing(_ chart: GapChart) -> Markup {
    guard chart.total > 0 else { return "<p class=\"soft\">No two packets in a row were received.</p>" }
    return PageSection.figure(
      "Pacing of received packets", "\(Quantity.count(chart.total)) gaps; each step up is ten times as many",
      chart.drawing())
  }

  private var totals: Markup {
    let metrics: [Metric] = [
      .packetsLost, .packetsDuplicate, .packetsReordered, .packetsLate, .jitter, .pacingGap, .audioMissing,
      .probesLost,
      .crosstalk,
    ]
    let rows: [Markup] = metrics.compactMap { metric in
      facts.figures(metric).map { figures in
        let value =
          metric.kind == .trend
          ? "p99 \(Quantity.figure(figures.p99, unit: figures.unit))"
          : Quantity.figure(figures.value, unit: figures.unit)
        return
          """
          <tr><th scope="row" title="\(metric.meaning)">\(metric.title)</th><td class="r">\(value)</td></tr>

          """
      }
    }
    return "<table><caption>All streams</caption><tbody>\n\(rows)</tbody></table>"
  }

  private var received: Markup {
    let streams =
      facts.calls.flatMap { facts in
        facts.record.received.map { Received(call: facts.record.call, name: facts.record.caller, stream: $0) }
      }
      + facts.participants.flatMap { facts in
        facts.record.received.map {
          Received(call: facts.record.call, name: facts.record.participant, isInRoom: true, stream: $0)
        }
      }
    let worst = streams.enumerated().sorted { a, b in
      let (one, other) = (a.element.stream, b.element.stream)
      if one.lost != other.lost { return one.lost > other.lost }
      if one.maximumJitter != other.maximumJitter { return one.maximumJitter > other.maximumJitter }
      return a.offset < b.offset
    }
    let rows: [Markup] = worst.prefix(StreamSection.most).map { row($0.element) }
    guard !rows.isEmpty else { return "<p class=\"soft\">Nobody received a stream.</p>" }
    let names = [
      "call", who, "SSRC", "type", "packets", "lost", "share", "twice", "reordered", "late", "jitter",
      "max jitter",
      "playout moved",
    ]
    let table: Markup = """
      <table><caption>Target → \(who): received streams</caption>\
      \(PageSection.head(names, figures: 4..<13))<tbody>
      \(rows)</tbody></table>
      """
    return PageSection.scrolling("Received streams", table)
  }

  /// A received stream and whose it is.
  private struct Received {
    var call: Int
    var name: String
    var isInRoom = false
    var stream: ReceivedStream
  }

  /// A sent stream and whose it is.
  private struct Sent {
    var call: Int
    var name: String
    var sent: SentStream
  }

  private var senders: [Sent] {
    facts.calls.map { Sent(call: $0.record.call, name: $0.record.caller, sent: $0.record.sent) }
      + facts.participants.map {
        Sent(call: $0.record.call, name: $0.record.participant, sent: $0.record.sent)
      }
  }

  /// What the column of names is headed.
  private var who: String {
    if facts.summary.isRoomTest { return "participant" }
    return facts.participants.isEmpty ? "caller" : "caller or participant"
  }

  private var people: String {
    if facts.summary.isRoomTest { return "the participants" }
    return facts.participants.isEmpty ? "the callers" : "callers and participants"
  }

  private func row(_ received: Received) -> Markup {
    let stream = received.stream
    let share = stream.expected > 0 ? Double(stream.lost) / Double(stream.expected) : 0
    let ssrc = String(stream.ssrc, radix: 16)
    let counts: [Markup] = [stream.duplicates, stream.reordered, stream.late].map {
      "<td class=\"r\">\($0)</td>"
    }
    return """
      <tr><td>\(received.call)</td><td>\(received.name)</td>\
      <td class="mono">\(String(repeating: "0", count: 8 - ssrc.count))\(ssrc)</td>\
      <td>\(StreamSection.codec(stream.payloadType, isInRoom: received.isInRoom))</td><td class="r">\(Quantity.count(stream.packets))</td>\
      <td class="r">\(Quantity.count(stream.lost))</td><td class="r">\(Quantity.share(share))</td>\(counts)\
      <td class="r">\(Quantity.milliseconds(stream.jitter))</td>\
      <td class="r">\(Quantity.milliseconds(stream.maximumJitter))</td>\
      <td class="r">\(stream.adjustments)</td></tr>

      """
  }

  /// The name of a static payload type (RFC 3551 §6) of telephony; in a room the dynamic ones are Opus.
  static func codec(_ payloadType: Int, isInRoom: Bool = false) -> String {
    switch payloadType {
    case 0: "PCMU"
    case 8: "PCMA"
    case 13: "CN"
    case 96...127 where isInRoom: "Opus"
    default: "PT \(payloadType)"
    }
  }

  private var sent: Markup {
    let worst = senders.filter { $0.sent.packets > 0 }.enumerated().sorted { a, b in
      let (one, other) = (a.element.sent, b.element.sent)
      if one.errors != other.errors { return one.errors > other.errors }
      if one.maximumLag != other.maximumLag { return one.maximumLag > other.maximumLag }
      return a.offset < b.offset
    }
    let rows: [Markup] = worst.prefix(StreamSection.most).map { _, call in
      """
      <tr><td>\(call.call)</td><td>\(call.name)</td><td class="r">\(Quantity.count(call.sent.packets))</td>\
      <td class="r">\(Quantity.count(call.sent.octets))</td>\
      <td class="r">\(Quantity.count(call.sent.errors))</td>\
      <td class="r">\(Quantity.time(call.sent.maximumLag))</td></tr>

      """
    }
    guard !rows.isEmpty else { return "<p class=\"soft\">Nobody sent a packet.</p>" }
    let names = ["call", who, "packets", "octets", "send errors", "largest send lag"]
    let table: Markup = """
      <table><caption>\(who.prefix(1).uppercased() + who.dropFirst()) → target: sent streams</caption>\
      \(PageSection.head(names, figures: 2..<6))<tbody>
      \(rows)</tbody></table>
      """
    return PageSection.scrolling("Sent streams", table)
  }
}
