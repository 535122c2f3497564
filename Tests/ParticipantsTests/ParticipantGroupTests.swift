import Measurement
import Participants
import RoomMessages
import Rooms
import SansIO
import Scenario
import Testing

/// What participants do when the world around them does not work.
@Suite struct ParticipantGroupTests {
  private func plan(offsets: [Interval] = [.zero], arrivals: [Interval] = [.zero]) -> RunPlan {
    RunPlan(
      name: "backstage", arrivals: arrivals,
      callers: [CallerPlan(role: "alice", dial: "room-{call}", timeline: [], expects: .any)],
      participants: offsets.enumerated().map { index, offset in
        ParticipantPlan(role: "role\(index)", offset: offset, timeline: [], expects: .roomEnd)
      })
  }

  @Test func `tokens are asked for at the planned instants`() throws {
    let stage = try Backstage(
      plan(offsets: [.seconds(1), .milliseconds(-500)], arrivals: [.zero, .seconds(2)]))
    stage.onToken = nil
    stage.run(for: .seconds(5))
    let asked = stage.wishes.map { ($0.at - Backstage.start).nanoseconds / 1_000_000 }
    #expect(asked == [0, 1_000, 1_500, 3_000])
    #expect(
      stage.wishes.map(\.wish) == [
        .token(identity: "role1-0", room: "room-0"), .token(identity: "role0-0", room: "room-0"),
        .token(identity: "role1-1", room: "room-1"), .token(identity: "role0-1", room: "room-1"),
      ])
    #expect(stage.group.progress.due == 4)
  }

  @Test func `the URL asks to join with an offer and a track`() throws {
    let stage = try Backstage(plan())
    stage.run(for: .seconds(1))
    let urls = stage.wishes.compactMap { if case .signal(let url, "t") = $0.wish { url } else { nil } }
    let parts = try #require(urls.first).split(separator: "?join_request=")
    #expect(parts.first == "ws://room/rtc/v1")
    let petition = try JoinPetition(joinRequest: String(parts[1]).replacing("%3D", with: "="))
    #expect(petition.isSinglePeerConnection && petition.autoSubscribe)
    #expect(petition.addTrackRequests.map(\.source) == [.microphone])
    #expect(petition.publisherOffer?.sdp.contains("a=sendonly") == true)
  }

  @Test func `a refused token is recorded with its status`() throws {
    let stage = try Backstage(plan())
    stage.onToken = {
      $0.group.refused($1, status: 401, text: String(repeating: "no", count: 400), at: $0.now)
    }
    stage.run(for: .seconds(1))
    let ending = try #require(stage.records.first).ending
    #expect(ending.cause == .refused)
    #expect(ending.status == 401)
    #expect(ending.detail?.count == 200)
    #expect(stage.group.isFinished)
    #expect(stage.group.nextDeadline == nil)
  }

  @Test func `a refused connection closes its port`() throws {
    let stage = try Backstage(plan())
    stage.onSignal = { $0.group.refused($1, status: 503, text: "full", at: $0.now) }
    stage.run(for: .seconds(1))
    #expect(stage.records.map(\.ending) == [ParticipantEnding(cause: .refused, status: 503, detail: "full")])
    #expect(stage.wishes.map(\.wish).contains(.closePort(1_000)))
    #expect(stage.group.nextDeadline == nil)
  }

  @Test func `a port that cannot be opened is a failure`() throws {
    let stage = try Backstage(plan())
    stage.onPort = { $0.group.failed($1, "no port is left", at: $0.now) }
    stage.run(for: .seconds(1))
    #expect(stage.records.map(\.ending) == [ParticipantEnding(cause: .failed, detail: "no port is left")])
    #expect(!stage.wishes.contains { if case .signal = $0.wish { true } else { false } })
  }

  @Test func `signalling that ends early is a failure`() throws {
    let stage = try Backstage(plan())
    stage.run(for: .seconds(1))
    stage.act { $0.signalClosed(0, reason: "connection reset", at: $1) }
    let record = try #require(stage.records.first)
    #expect(record.ending.cause == .failed)
    #expect(record.ending.detail == "signalling: connection reset")
    #expect(record.milestones.socketClosed == 1_000_000_000)
    #expect(stage.wishes.map(\.wish).contains(.closePort(1_000)))
  }

  @Test(arguments: ["token", "port", "signal", "answer"])
  func `who is not in the room after 20 seconds gives up`(missing: String) throws {
    let stage = try Backstage(plan())
    switch missing {
    case "token": stage.onToken = nil
    case "port": stage.onPort = nil
    case "signal": stage.onSignal = nil
    default: break
    }
    stage.run(for: .seconds(19.999))
    #expect(stage.records.isEmpty)
    stage.run(for: .seconds(1))
    let record = try #require(stage.records.first)
    #expect(record.milestones.ended == 20_000_000_000)
    #expect(record.ending.cause == .failed)
    #expect(stage.group.isFinished)
    #expect(stage.group.nextDeadline == nil)
  }

  @Test(arguments: ["", "v=0\r\n", "no description at all"])
  func `an answer that cannot be used is a failure`(sdp: String) throws {
    let stage = try Backstage(plan())
    stage.run(for: .seconds(1))
    var answer = Livekit_SessionDescription()
    answer.sdp = sdp
    stage.say(.answer(answer), to: 0)
    let record = try #require(stage.records.first)
    #expect(record.ending.cause == .failed)
    #expect(record.ending.detail?.contains("answer") == true)
  }

  @Test func `pings leave every five seconds`() throws {
    let stage = try Backstage(plan())
    stage.run(for: .seconds(16))
    let pings = stage.wishes.filter { $0.wish == .message("ping") }.map { ($0.at - Backstage.start).seconds }
    #expect(pings == [5, 10, 15])
  }

  @Test func `a server that sends it away before it is connected is believed`() throws {
    let stage = try Backstage(plan())
    stage.run(for: .seconds(1))
    var leave = Livekit_LeaveRequest()
    leave.reason = .roomDeleted
    stage.say(.leave(leave), to: 0)
    #expect(try #require(stage.records.first).ending.cause == .roomEnded)
    #expect(stage.wishes.map(\.wish).contains(.closeSignal))
  }

  @Test func `a request for sections without end stays within what a description may hold`() throws {
    let stage = try Backstage(plan())
    stage.run(for: .seconds(1))
    for _ in 0..<5 {
      var requirement = Livekit_MediaSectionsRequirement()
      requirement.numAudios = .max
      stage.say(.mediaSectionsRequirement(requirement), to: 0)
    }
    #expect(stage.wishes.count { $0.wish == .message("offer") } == 5)
    #expect(stage.records.isEmpty)
  }

  @Test func `words for who is not there or is done change nothing`() throws {
    let stage = try Backstage(plan())
    stage.run(for: .seconds(1))
    stage.act { $0.signalClosed(0, reason: "reset", at: $1) }
    stage.say(.leave(.init()), to: 0)
    stage.say(.leave(.init()), to: 7)
    stage.act { group, now in
      group.tokenReceived(7, url: "", token: "", at: now)
      group.signalOpened(0, at: now)
      group.refused(0, status: 500, text: "", at: now)
    }
    #expect(stage.records.count == 1)
    // A port that comes too late is given back.
    stage.act { $0.portBound(0, port: 4_444, at: $1) }
    #expect(stage.wishes.last?.wish == .closePort(4_444))
  }

  @Test func `a stop ends those who wait for their token too, and begins nobody`() throws {
    let stage = try Backstage(plan(arrivals: [.zero, .seconds(10)]))
    stage.onToken = nil
    stage.run(for: .seconds(1))
    stage.act { $0.stop(reason: "enough", at: $1) }
    stage.run(for: .seconds(30))
    #expect(stage.records.map(\.ending) == [ParticipantEnding(cause: .aborted, detail: "enough")])
    #expect(stage.group.isFinished)
    #expect(stage.group.progress.due == 1)
  }

  @Test func `the same plan begins the same way`() throws {
    func urls() throws -> [Backstage.Wish] {
      let stage = try Backstage(plan(offsets: [.zero, .seconds(1)]))
      stage.run(for: .seconds(3))
      return stage.wishes.map(\.wish)
    }
    #expect(try urls() == urls())
  }
}
