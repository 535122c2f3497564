import RTP
import SansIO
import Testing

struct ReceivedStreamsTests {
  @Test func `a new source opens a new stream and the finished one is kept`() {
    var streams = ReceivedStreams()
    #expect(streams.current == nil)
    for index in 0..<10 {
      _ = streams.receive(PacketStream(ssrc: 1).header(index), at: .ms(Int64(index) * 20))
    }
    #expect(streams.receive(PacketStream(ssrc: 2).header(0), at: .ms(200)) == .first)
    #expect(streams.streams.map(\.ssrc) == [1, 2])
    #expect(streams.streams.map(\.received) == [10, 1])
    #expect(streams.current?.ssrc == 2)
    #expect(streams.receive(PacketStream(ssrc: 1).header(10), at: .ms(201)) == .inOrder)
    #expect(streams.current?.ssrc == 1)
  }

  @Test func `a flood of sources is refused and spares the streams there are`() {
    var streams = ReceivedStreams()
    for ssrc in 1...100 as ClosedRange<UInt32> {
      let arrival = streams.receive(PacketStream(ssrc: ssrc).header(0), at: .ms(0))
      #expect((arrival == .first) == (ssrc <= 8))
    }
    #expect(streams.streams.count == 8 && streams.refusedPackets == 92)
    #expect(streams.receive(PacketStream(ssrc: 1).header(1), at: .ms(20)) == .inOrder)
  }

  @Test func `a stream can be changed by its source`() {
    var streams = ReceivedStreams()
    for index in [0, 1, 3] {
      _ = streams.receive(PacketStream(ssrc: 5).header(index), at: .ms(Int64(index) * 20))
    }
    let block = streams.withStream(of: 5) { $0.makeReportBlock(at: .ms(100)) }
    #expect(block?.fractionLost == 64 && block?.cumulativeLost == 1)
    let unknown = streams.withStream(of: 6) { $0.received }
    #expect(unknown == nil)
  }
}
