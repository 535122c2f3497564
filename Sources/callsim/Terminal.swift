import CallSimulator
import Foundation
import Measurement
import Report
import SansIO
import Scenario
import Synchronization

/// What a person at the terminal sees of a run: a bar with live counts, or plain lines where there is no terminal.
final class Terminal: Sendable {
  private static let barWidth = 28
  /// Seconds between plain lines.
  private static let plainPeriod = 5.0

  private let isTerminal = isatty(STDOUT_FILENO) == 1
  private let quiet: Bool
  private let lastPlain = Mutex(-Terminal.plainPeriod)

  init(quiet: Bool) { self.quiet = quiet }

  /// Tells what will be done.
  func introduce(_ plan: RunPlan) {
    guard !quiet else { return }
    for line in plan.describe() { print(line) }
    print("")
  }

  /// Shows news of the run.
  func show(_ news: LiveRun.News, of plan: RunPlan) {
    guard !quiet else { return }
    switch news {
    case .stage(let words): if !isTerminal { print("\(words) …") }
    case .progress(let sample): isTerminal ? draw(sample, plan) : printPlain(sample, plan)
    }
    fflush(nil)
  }

  /// Shows the verdict and where the files are.
  func conclude(_ summary: RunSummary, _ folder: RunFolder) {
    if isTerminal, !quiet { print("\r\u{1B}[K", terminator: "") }
    let files = [("report", "report.html"), ("summary", "summary.json"), ("records", "records.jsonl")]
    print(
      TextSummary.render(
        summary: summary, files: files.map { (name: $0.0, path: folder.file($0.1)) }, color: isTerminal))
  }

  /// Shows how the rules of a simulated world were kept, and how fast the world was.
  func conclude(_ checks: RunChecks, simulated: Int64, in took: Interval) {
    print("  Rules of the simulated world")
    for rule in checks.rules {
      print(
        "  \(rule.violations == 0 ? "✓" : "✗") \(rule.rule): \(rule.violations) of \(rule.examined) broke it")
      for example in rule.examples { print("      \(example)") }
    }
    let (there, here) = (Double(simulated) / 1e9, took.seconds)
    print("\n  \(Int(there)) s of virtual time in \(String(format: "%.1f", here)) s")
  }

  private func draw(_ sample: RunHealth.Sample, _ plan: RunPlan) {
    let total = plan.callers.isEmpty ? plan.stays : plan.sipCalls
    let expected = max(plan.nominalDuration.seconds, 1)
    let elapsed = Double(sample.at) / 1e9
    let isOver = (plan.callers.isEmpty ? sample.stays?.ended : sample.ended) == total
    let share = isOver ? 1 : min(elapsed / expected, 0.99)
    let filled = Int(share * Double(Terminal.barWidth))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Terminal.barWidth - filled)
    let counts = Terminal.counts(sample, total: total, plan)
    print("\r\u{1B}[K\(bar) \(Int(elapsed)) of about \(Int(expected)) s  \(counts)", terminator: "")
  }

  private func printPlain(_ sample: RunHealth.Sample, _ plan: RunPlan) {
    let elapsed = Double(sample.at) / 1e9
    let due = lastPlain.withLock { last in
      guard elapsed - last >= Terminal.plainPeriod else { return false }
      last = elapsed
      return true
    }
    let total = plan.callers.isEmpty ? sample.stays?.planned : sample.planned
    if due { print("\(Int(elapsed)) s: \(Terminal.counts(sample, total: total ?? 0, plan))") }
  }

  /// The callers' counts; without callers those of the participants.
  private static func counts(_ sample: RunHealth.Sample, total: Int, _ plan: RunPlan) -> String {
    if plan.callers.isEmpty, let stays = sample.stays {
      return "joined \(stays.joined)/\(total)  in room \(sample.participants ?? 0)  ended \(stays.ended)"
    }
    return "started \(sample.started)/\(total)  in call \(sample.active)  ended \(sample.ended)"
  }
}
