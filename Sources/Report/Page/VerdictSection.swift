import Measurement

/// The verdict strip, which comes first: is the run valid, did the target pass, what is the exit code. Then
/// notes.
struct VerdictSection {
  var summary: RunSummary

  var markup: Markup {
    """
    <section class="first" aria-label="Verdict">
    <div class="verdicts">\(validity)\(thresholds)\(exit)</div>
    \(notes)</section>

    """
  }

  private var validity: Markup {
    badge(
      ask: "Is the run valid?", good: summary.valid, word: summary.valid ? "Valid" : "Invalid",
      why: tally(summary.validity, of: "validity check"))
  }

  private var thresholds: Markup {
    guard summary.valid else {
      return """
        <div class="verdict"><p class="ask">Did the target pass?</p><p class="word">Not judged</p>\
        <p class="why">an invalid run never passes, and blames nobody</p></div>
        """
    }
    return badge(
      ask: "Did the target pass?", good: summary.passed, word: summary.passed ? "Passed" : "Failed",
      why: summary.thresholds.isEmpty
        ? "the scenario sets no threshold" : tally(summary.thresholds, of: "threshold"))
  }

  private var exit: Markup {
    """
    <div class="verdict"><p class="ask">Exit code</p><p class="word">\(summary.exitCode)</p>\
    <p class="why">\(ExitMeaning.words(for: summary.exitCode))</p></div>
    """
  }

  private var notes: Markup {
    guard !summary.notes.isEmpty else { return "" }
    let items: [Markup] = summary.notes.map { "<li>\($0)</li>" }
    return "<ul class=\"notes\" aria-label=\"Notes\">\(items)</ul>"
  }

  private func badge(ask: String, good: Bool, word: String, why: String) -> Markup {
    """
    <div class="verdict \(good ? "good" : "bad")"><p class="ask">\(ask)</p>\
    <p class="word"><span aria-hidden="true">\(good ? "✓" : "✗")</span> \(word)</p>\
    <p class="why">\(why)</p></div>
    """
  }

  private func tally(_ checks: [RunSummary.Check], of noun: String) -> String {
    let failed = checks.count { !$0.holds }
    let nouns = checks.count == 1 ? noun : noun + "s"
    if checks.isEmpty { return "no \(noun)s" }
    return failed == 0
      ? "all \(checks.count) \(nouns) hold"
      : "\(failed) of \(checks.count) \(nouns) \(failed == 1 ? "does" : "do") not hold"
  }
}
