import Measurement
import Testing

@Suite struct MetricTests {
  @Test func `names are those of thresholds and reports, in the order of the catalogue`() {
    let names = """
      answered post_dial_delay answer_delay planned_to_answer first_audio first_audible join_token join_socket \
      join_response join_ice join_dtls join_published join_subscribed join_first_packet join_total \
      participants_joined dial_to_ear mouth_to_ear mouth_to_ear_phone_to_room mouth_to_ear_room_to_phone \
      mouth_to_ear_room_to_room wire_to_wire wire_to_wire_phone_to_room wire_to_wire_room_to_phone \
      wire_to_wire_room_to_room round_trip round_trip_wire \
      hangup_error hangup_false hangup_missed hangup_wrong_cause hangup_seen_by_participant room_end \
      crosstalk probes_lost packets_lost packets_duplicate packets_reordered packets_late jitter \
      pacing_gap audio_missing generator_lag send_lag disconnect_delay unexpected_endings \
      participants_unexpected_endings
      """
    #expect(Metric.allCases.map(\.name) == names.split(separator: " ").map(String.init))
  }

  @Test(arguments: Metric.allCases) func `each metric has a line of meaning and a definition of its own`(
    metric: Metric
  ) {
    #expect(!metric.meaning.isEmpty && metric.meaning.count <= 90 && !metric.meaning.contains("\n"))
    #expect(metric.definition != metric.meaning && metric.definition.hasSuffix("."))
    #expect(!metric.definition.contains("\n") && !metric.definition.contains("  "))
  }

  @Test(arguments: Metric.allCases) func `the unit follows from the kind`(metric: Metric) {
    let unit: Metric.Unit =
      switch metric.kind {
      case .trend: .nanoseconds
      case .counter: .count
      case .rate: .ratio
      }
    #expect(metric.unit == unit)
  }
}
