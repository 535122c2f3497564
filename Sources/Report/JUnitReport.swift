public import Measurement

/// The verdict as JUnit XML, which build servers show: one suite for the scenario, one case for each
/// threshold and each validity check.
///
/// Thresholds of an invalid run are skipped, not failed: they judge nobody.
public enum JUnitReport {
  /// Renders `summary` as XML 1.0 in UTF-8.
  public static func render(summary: RunSummary) -> [UInt8] {
    let skipped = summary.valid ? 0 : summary.thresholds.count
    let failed =
      summary.validity.count { !$0.holds } + (summary.valid ? summary.thresholds.count { !$0.holds } : 0)
    let header = summary.header
    let seconds = FixedPoint.text(Double(summary.health?.duration ?? 0) / 1e9, digits: 3)
    let stamp: Markup = header.startedAt.isEmpty ? "" : " timestamp=\"\(header.startedAt)\""
    let counts: Markup = """
      tests="\(summary.thresholds.count + summary.validity.count)" failures="\(failed)" errors="0" \
      skipped="\(skipped)" time="\(seconds)"
      """
    let suite: Markup = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="callsim" \(counts)>
        <testsuite name="\(header.scenario)" \(counts)\(stamp)>
          <properties>
      \(properties(summary))    </properties>
      \(summary.validity.map { testCase($0, in: "\(header.scenario).validity", judged: true) })\
      \(summary.thresholds.map { testCase($0, in: "\(header.scenario).thresholds", judged: summary.valid) })\
        </testsuite>
      </testsuites>

      """
    return Array(suite.text.utf8)
  }

  private static func properties(_ summary: RunSummary) -> [Markup] {
    let header = summary.header
    let named = [
      ("seed", String(header.seed)), ("target", header.target), ("scenario", header.file),
      ("overrides", header.overrides.joined(separator: " ")), ("exit code", String(summary.exitCode)),
    ]
    let host = header.host.sorted { $0.key < $1.key }.map { ("host.\($0.key)", $0.value) }
    return (named + host).map { "      <property name=\"\($0)\" value=\"\($1)\"/>\n" }
  }

  private static func testCase(_ check: RunSummary.Check, in name: String, judged: Bool) -> Markup {
    let start: Markup = "    <testcase classname=\"\(name)\" name=\"\(check.condition)\""
    if !judged {
      return start + "><skipped message=\"the run is invalid; measured \(check.measured)\"/></testcase>\n"
    }
    if check.holds {
      return start + "><system-out>measured \(check.measured)</system-out></testcase>\n"
    }
    return """
      \(start)><failure message="measured \(check.measured)">\
      \(check.condition): measured \(check.measured)</failure>\
      </testcase>

      """
  }
}
