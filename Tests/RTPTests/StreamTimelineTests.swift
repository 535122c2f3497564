import RTP
import SansIO
import Testing

struct StreamTimelineTests {
  /// The timeline of packets given as (timestamp, marker, payload type), in sequence.
  private func timeline(_ packets: [(timestamp: UInt32, marker: Bool, type: UInt8)]) -> StreamTimeline {
    var statistics = ReceiverStatistics(telephoneEventPayloadType: 101)
    for (index, packet) in packets.enumerated() {
      _ = statistics.receive(
        PacketHeader(
          marker: packet.marker, payloadType: packet.type, sequenceNumber: UInt16(index),
          timestamp: packet.timestamp,
          ssrc: 1, payloadBytes: packet.type == 0 ? 160 : 4),
        at: .ms(Int64(index) * 20))
    }
    return statistics.timeline
  }

  @Test func `a sender that leaves out audio under continuous numbers is exposed`() {
    let timeline = timeline([(0, true, 0), (160, false, 0), (640, false, 0), (800, false, 0)])
    #expect(timeline.unexplainedJumps == 1 && timeline.unexplainedSamples == 320)
    #expect(timeline.span == 960 && timeline.audioSamples == 640)
  }

  @Test func `a timestamp that goes back is a jump even with the marker`() {
    let timeline = timeline([(8_000, true, 0), (160, true, 0)])
    #expect(timeline.unexplainedJumps == 1 && timeline.unexplainedSamples == -8_000)
  }

  @Test func `the marker of a talkspurt explains a pause`() {
    let timeline = timeline([(0, true, 0), (8_000, true, 0)])
    #expect(timeline.unexplainedJumps == 0)
    #expect(timeline.span == 8_160 && timeline.audioSamples == 320)
  }

  @Test func `comfort noise and telephone events explain what follows them`() {
    let noise = timeline([(0, true, 0), (160, false, 13), (5_000, false, 0)])
    #expect(noise.unexplainedJumps == 0 && noise.audioSamples == 320)
    let event = timeline([(0, true, 0), (160, true, 101), (160, false, 101), (800, false, 0)])
    #expect(event.unexplainedJumps == 0 && event.audioSamples == 320)
  }

  @Test func `timestamps wrap`() {
    let timeline = timeline([(.max - 159, false, 0), (0, false, 0), (160, false, 0)])
    #expect(timeline.unexplainedJumps == 0 && timeline.span == 480)
  }

  @Test func `a lost packet is loss and no jump`() {
    var statistics = ReceiverStatistics()
    for index in [0, 1, 3] {
      _ = statistics.receive(PacketStream().header(index), at: .ms(Int64(index) * 20))
    }
    #expect(statistics.timeline.unexplainedJumps == 0)
    #expect(statistics.timeline.span == 640 && statistics.timeline.audioSamples == 480)
  }
}
