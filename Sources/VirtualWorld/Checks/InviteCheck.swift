package import Measurement

/// Every INVITE gets one final response, read off the wire by a reader of its own.
package struct InviteCheck {
  /// An INVITE, re-INVITEs too: they have a CSeq number of their own, counted by who sends them.
  private struct Key: Hashable {
    var callID: String
    var number: Substring
    var isFromPeople: Bool
  }

  private var finals: [Key: Set<String>] = [:]
  private var order: [Key] = []

  /// No INVITE seen yet.
  package init() {}

  /// A SIP message left.
  package mutating func sent(_ message: [UInt8], fromPeople: Bool) {
    guard let summary = SIPGlance(message), summary.method == "INVITE" else { return }
    if let status = summary.status {
      guard status >= 200 else { return }
      // A response goes the other way, and one that is repeated is still one.
      let key = Key(callID: summary.callID, number: summary.number, isFromPeople: !fromPeople)
      finals[key, default: []].insert("\(status);\(summary.toTag)")
    } else if summary.isRequest {
      let key = Key(callID: summary.callID, number: summary.number, isFromPeople: fromPeople)
      guard finals[key] == nil else { return }
      finals[key] = []
      order.append(key)
    }
  }

  /// What it found.
  package var result: RunChecks.Rule {
    var result = RunChecks.Rule("every INVITE has one final response")
    for key in order {
      result.examine()
      let count = finals[key]?.count ?? 0
      if count != 1 {
        let side = key.isFromPeople ? "caller" : "bridge"
        result.violated("Call-ID \(key.callID): INVITE \(key.number) of the \(side) had \(count)")
      }
    }
    return result
  }
}
