import Measurement

/// What every figure means, with the terms that are inside every delay.
struct DefinitionsSection {
  var facts: RunFacts

  var section: PageSection {
    var section = PageSection(id: "definitions", title: "Terms and definitions")
    section.lead = """
      All instants are on one monotonic clock, taken at the socket. \
      Percentiles are nearest-rank, never averaged.
      """
    let entries: [Markup] = terms.map { "<dt>\($0)</dt><dd>\($1)</dd>\n" }
    section.body = "<dl class=\"terms\">\n\(entries)\(metrics)</dl>"
    return section
  }

  private var terms: [(String, String)] {
    let header = facts.summary.header
    return [
      (
        "error bar",
        """
        How far 95 % of the round trips of a loop of known delay were off, measured with the same probes and \
        sockets: \(facts.errorBarValue).
        """
      ),
      (
        "packetisation",
        "\(Quantity.setting(header.packetLength)): a sample waits at most this long for its packet to fill."
      ),
      (
        "jitter buffer",
        """
        \(Quantity.setting(header.jitterBuffer)) playout delay of the listener’s own buffer: inside mouth to \
        ear and round trip, not inside wire to wire.
        """
      ),
      (
        "instant of a sample",
        "A packet sent at T with samples 0…N−1 was complete at T: sample k has the instant T − (N − k)/rate."
      ),
      (
        "due",
        """
        Last activity on the wire + silence threshold. A BYE up to \
        \(Quantity.setting(HangUpEvaluation.tolerance)) before it is not yet false.
        """
      ),
      (
        "bound",
        "95 % upper bound of the failure rate: 3/n when none of n calls failed, Clopper-Pearson otherwise."
      ),
    ]
  }

  private var metrics: [Markup] {
    Metric.allCases.compactMap { metric in
      facts.figures(metric).map { _ in
        """
        <dt><code>\(metric.name)</code></dt>\
        <dd><p>\(metric.meaning).</p><p class="soft">\(metric.definition)</p></dd>

        """
      }
    }
  }
}
