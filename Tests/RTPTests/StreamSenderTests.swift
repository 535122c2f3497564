import RTP
import SansIO
import Testing

struct StreamSenderTests {
  private let audio = [UInt8](repeating: 0x55, count: 160)

  @Test func `a stream drawn at random starts in the lower half of the numbers`() {
    var generator = SeededGenerator(seed: 3)
    let numbers = (0..<200).map { _ in StreamSender(using: &generator).sequenceNumber }
    #expect(numbers.allSatisfy { $0 < 0x8000 } && Set(numbers).count > 150)
  }

  @Test func `packets carry rising numbers and the timestamp of their first sample`() throws {
    var sender = StreamSender(ssrc: 7, sequenceNumber: 65_535, timestamp: .max - 159)
    var datagram: [UInt8] = []
    sender.write(payload: audio.span, payloadType: 8, marker: true, samples: 160, into: &datagram)
    let first = try PacketHeader(parsing: datagram.span)
    #expect(
      first
        == PacketHeader(
          marker: true, payloadType: 8, sequenceNumber: 65_535, timestamp: .max - 159, ssrc: 7,
          payloadBytes: 160))
    #expect([UInt8](datagram[12...]) == audio)
    sender.write(payload: audio.span, payloadType: 8, samples: 160, into: &datagram)
    let second = try PacketHeader(parsing: datagram.span)
    #expect(
      second
        == PacketHeader(
          payloadType: 8, sequenceNumber: 0, timestamp: 0, ssrc: 7, payloadBytes: 160))
    #expect(datagram.count == 172)
    #expect(sender.packets == 2 && sender.octets == 320)
  }

  @Test func `a pause moves the timestamp and nothing else`() throws {
    var sender = StreamSender(ssrc: 7, sequenceNumber: 10, timestamp: 1_000)
    var datagram: [UInt8] = []
    sender.skip(samples: 800)
    #expect(sender.packets == 0)
    sender.write(payload: audio.span, payloadType: 0, samples: 160, into: &datagram)
    let header = try PacketHeader(parsing: datagram.span)
    #expect(header.sequenceNumber == 10 && header.timestamp == 1_800)
  }

  @Test func `an event keeps its timestamp while sequence numbers rise and audio goes on behind it`() throws {
    var sender = StreamSender(ssrc: 7, sequenceNumber: 10, timestamp: 1_000)
    var event = TelephoneEventSender(code: 5, start: sender.timestamp, duration: .milliseconds(60))
    var headers: [PacketHeader] = []
    var datagram: [UInt8] = []
    while let packet = event.next() {
      sender.write(
        event: packet.event, start: event.start, marker: packet.marker, payloadType: 101, into: &datagram)
      sender.skip(samples: 160)
      headers.append(try PacketHeader(parsing: datagram.span))
    }
    sender.write(payload: audio.span, payloadType: 0, samples: 160, into: &datagram)
    let resumed = try PacketHeader(parsing: datagram.span)
    #expect(headers.map(\.timestamp) == [1_000, 1_000, 1_000, 1_000, 1_000])
    #expect(headers.map(\.sequenceNumber) == [10, 11, 12, 13, 14])
    #expect(headers.map(\.marker) == [true, false, false, false, false])
    #expect(resumed.sequenceNumber == 15 && resumed.timestamp == 1_800)
    #expect(sender.octets == 5 * 4 + 160)
  }

  @Test func `the same seed starts the same stream, another seed another one`() {
    func start(_ seed: UInt64) -> StreamSender {
      var generator = SeededGenerator(seed: seed)
      return StreamSender(using: &generator)
    }
    #expect(start(1).ssrc == start(1).ssrc && start(1).timestamp == start(1).timestamp)
    #expect(start(1).ssrc != start(2).ssrc && start(1).sequenceNumber != start(2).sequenceNumber)
  }
}
