import Measurement

/// What a row of the call table opens: the call in words, its ladder, its timeline.
struct CallDetails {
  private var facts: CallFacts

  init(_ facts: CallFacts) {
    self.facts = facts
  }

  var markup: Markup {
    let timeline = TimelineDrawing(facts.record, due: facts.hangUp?.due)
    return """
      <div class="box">\(words)\
      \(facts.record.ladder.isEmpty ? "<p class=\"soft\">No SIP message was recorded.</p>" : ladder)\
      \(timeline.isEmpty ? "" : timeline.drawing())\(facts.others.map { StayLadder($0).markup })</div>
      """
  }

  private var ladder: Markup { LadderDrawing(facts.record).drawing() }

  private var words: Markup {
    let record = facts.record
    var ending = CallFacts.words(for: record.ending)
    if let detail = record.ending.detail { ending += ": \(detail.prefix(300))" }
    if let ended = record.milestones.ended { ending += ", at \(Quantity.instant(ended)) of the run" }
    return """
      <p>Dialled <code>\(record.dialled)</code>\(callID)</p>\
      <p>Expected: \(CallDetails.words(for: record.expected)). Ended: \(ending).\(hangUp)</p>
      """
  }

  private var callID: Markup {
    facts.record.callID.map { " · Call-ID <code>\($0)</code>" } ?? ""
  }

  private var hangUp: String {
    guard let hangUp = facts.hangUp else { return "" }
    let due = " Due at \(Quantity.instant(hangUp.due))"
    return switch hangUp.outcome {
    case .hungUp(let error): "\(due), error \(Quantity.time(error, signed: true))."
    case .early(let lead): "\(due): false hang-up, \(Quantity.time(lead)) early."
    case .missed: "\(due): missed."
    case .wrongCause(let words): "\(due): wrong cause (\(words))."
    }
  }

  private static func words(for expected: ExpectedEnding) -> String {
    switch expected {
    case .silence: "the target hangs up after silence"
    case .caller: "the caller hangs up"
    case .remote: "the target hangs up"
    case .any: "any ending"
    }
  }
}
