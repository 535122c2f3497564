import Audio
import Bridge
import RoomMessages
import SDP
import SansIO
import Testing

extension BridgeWorld {
  /// A visitor of the room "blue" who has not joined yet; each has an address of its own.
  func visitor(
    _ identity: String, codecs: [WebCodec] = [.opus(), .pcmu, .pcma], receives sections: Int = 2,
    _ mouth: ((Int) -> [Int16])? = nil
  ) throws -> Visitor {
    let visitor = try Visitor(
      identity, number: UInt32(guests.count + 1), codecs: codecs, receives: sections, at: now, mouth: mouth)
    admit(visitor)
    return visitor
  }

  /// Has each of `visitors` join and connect.
  func join(_ visitors: Visitor...) {
    for visitor in visitors { visitor.join() }
    run(for: .milliseconds(200))
  }

  /// Lets all timers run out and expects that nothing is left of calls, participants and rooms.
  func expectNobodyLeft(_ place: SourceLocation = #_sourceLocation) {
    expectNothingLeft(place)
    #expect(bridge.listRooms([]).isEmpty, sourceLocation: place)
    for guest in guests {
      #expect(guest.nextDeadline == nil, "\(guest) has something to do", sourceLocation: place)
    }
  }

  /// The last two seconds.
  var lately: Range<Instant> { (now - .seconds(2))..<now }

  /// What the log says that ended stays, in order, as `alice removed`.
  var departures: [String] {
    stays.compactMap { stay in
      if case .left(let word) = stay.kind { "\(stay.identity) \(word)" } else { nil }
    }
  }

  /// What the log complains about in somebody.
  func complaints(about identity: String) -> [String] {
    stays.compactMap { stay in
      if stay.identity == identity, case .complained(let words) = stay.kind { words } else { nil }
    }
  }

  /// Sid of the track of the phone in the room.
  var phoneTrack: String? {
    bridge.listParticipants(in: "blue")?.first { $0.kind == .sip }?.tracks.first?.sid
  }
}

/// 20 ms of a steady tone at −20 dBm0.
func hum(_ hertz: Double) -> [Int16] {
  var tone = Tone(frequency: hertz, level: Level(dBm0: -20))
  return tone.samples(160)
}

/// 20 ms of nothing.
let hush = [Int16](repeating: 0, count: 160)
