import FoundationEssentials
import Measurement
import Report
import Testing

@Suite struct RecordLineTests {
  private static let records = ExampleRun(calls: 4, troubles: [1: .refused, 2: .loss]).records

  @Test func `a record survives writing and reading`() throws {
    for record in RecordLineTests.records {
      #expect(try RecordLine.decode(RecordLine.encode(record)) == record)
    }
  }

  @Test func `a record is one line with sorted keys`() throws {
    let line = try String(decoding: RecordLine.encode(RecordLineTests.records[0]), as: UTF8.self)
    #expect(line.hasPrefix(#"{"activity":[{"from":"#))
    #expect(line.hasSuffix("}\n"))
    #expect(line.split(separator: "\n").count == 1)
    #expect(line.contains(#""dialled":"sip:room-0@127.0.0.1:5060""#))
  }

  @Test func `a record without optional parts writes none of them`() throws {
    let record = CallRecord(
      call: 0, caller: "a", role: 0, dialled: "sip:b", planned: 5, expected: .any, silenceThreshold: nil)
    let line = try String(decoding: RecordLine.encode(record), as: UTF8.self)
    #expect(!line.contains("null"))
    #expect(!line.contains("silenceThreshold"))
    #expect(line.contains(#""milestones":{}"#))
  }

  @Test func `text from the wire cannot break the line`() throws {
    var record = RecordLineTests.records[0]
    record.ending.detail = "a\nb\u{2028}\"c\\"
    let line = try RecordLine.encode(record)
    #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
    #expect(try RecordLine.decode(line) == record)
  }

  @Test func `a participant's record survives writing and reading, and its line says whose it is`() throws {
    for record in ExampleRun.room.participants {
      let line = try RecordLine.encode(record)
      #expect(try RecordLine.read(line) == .participant(record))
      #expect(String(decoding: line, as: UTF8.self).contains(#""kind":"participant""#))
    }
    for record in RecordLineTests.records {
      #expect(try RecordLine.read(RecordLine.encode(record)) == .caller(record))
    }
  }

  @Test func `a participant's line is what a general encoder writes`() throws {
    var full = try #require(ExampleRun.room.participants.first)
    full.activity = [ActivitySegment(kind: .speech, from: 1, to: 2, lastActive: 2)]
    full.mutes = [MuteRecord(at: 3, muted: true, byServer: false)]
    full.ending = ParticipantEnding(
      cause: .refused, status: 503, reason: -7, detail: "a\n\t\u{1}\u{2028}\"c\\/é")
    full.room = "\u{8}\u{C}\r\u{7F}\u{1F}"
    full.ladder = [LadderEntry(at: -4, sent: true, message: "offer", retransmission: false)]
    full.sent.maximumLag = 9
    full.milestones.tokenAsked = 0
    full.milestones.trackSubscribed = .max
    full.milestones.firstAudible = .min
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for record in ExampleRun.room.participants + [full] {
      let general = try Array(encoder.encode(record)) + [UInt8(ascii: "\n")]
      #expect(
        try String(decoding: RecordLine.encode(record), as: UTF8.self)
          == String(decoding: general, as: UTF8.self))
    }
  }

  @Test func `an infinite figure of a participant is refused and named`() throws {
    var record = try #require(ExampleRun.room.participants.first { !$0.received.isEmpty })
    record.received[0].jitter = .infinity
    #expect {
      try RecordLine.encode(record)
    } throws: { error in
      "\(error)" == "records.jsonl: `received.0.jitter` is not a finite number"
    }
  }

  @Test func `a caller that calls itself participant stays a caller`() throws {
    var record = RecordLineTests.records[0]
    record.caller = "participant"
    record.ending.detail = #""kind":"participant""#
    #expect(try RecordLine.read(RecordLine.encode(record)) == .caller(record))
  }

  @Test func `an infinite figure is refused and named`() {
    var record = RecordLineTests.records[0]
    record.received[0].jitter = .infinity
    #expect {
      try RecordLine.encode(record)
    } throws: { error in
      "\(error)" == "records.jsonl: `received.0.jitter` is not a finite number"
    }
  }
}
