import Audio
import Measurement
import Participants
import PhoneLeg
import RoomMessages
import Rooms
import SansIO
import Scenario
import SecureMedia

/// A group of participants and nobody else: the test plays token server, network and room.
final class Backstage {
  /// Something that the group wanted done, and when.
  enum Wish: Equatable {
    case token(identity: String, room: String)
    case port
    case closePort(UInt16)
    case signal(url: String, token: String)
    case message(String)
    case closeSignal
  }

  private struct Nowhere: MediaSink {
    let now: Instant
    mutating func send(_: borrowing [UInt8], kind: MediaKind, from port: UInt16, to: TransportAddress)
      -> Instant?
    { now }
  }

  static let start = Instant.zero + .seconds(3)

  /// One for all tests: a key costs time.
  static let certificate: Certificate = {
    do { return try Certificate() } catch { preconditionFailure("no certificate: \(error)") }
  }()

  let group: ParticipantGroup
  private(set) var now = Backstage.start
  private(set) var wishes: [(at: Instant, id: Int?, wish: Wish)] = []
  private(set) var records: [ParticipantRecord] = []
  /// What is done about tokens; nothing means that they never come.
  var onToken: ((Backstage, Int) -> Void)? = {
    $0.group.tokenReceived($1, url: "ws://room", token: "t", at: $0.now)
  }
  var onPort: ((Backstage, Int) -> Void)? = { $0.group.portBound($1, port: UInt16(1_000 + $1), at: $0.now) }
  var onSignal: ((Backstage, Int) -> Void)? = { $0.group.signalOpened($1, at: $0.now) }

  init(_ plan: RunPlan) throws {
    var secrets = SeededGenerator(seed: 9)
    group = try ParticipantGroup(
      plan: plan, clips: [:], certificate: Self.certificate,
      randomBytes: { count in (0..<count).map { _ in UInt8(truncatingIfNeeded: secrets.next()) } },
      start: Self.start)
  }

  func run(for length: Interval) {
    let end = now + length
    settle()
    while let next = group.nextDeadline, next <= end {
      now = max(now, next)
      var sink = Nowhere(now: now)
      group.advance(to: now, sink: &sink)
      settle()
    }
    now = end
  }

  /// Does something to the group.
  func act(_ action: (ParticipantGroup, Instant) -> Void) {
    action(group, now)
    settle()
  }

  func say(_ message: Livekit_SignalResponse.OneOf_Message, to id: Int) {
    var response = Livekit_SignalResponse()
    response.message = message
    act { $0.receiveSignal(response, for: id, at: $1) }
  }

  private func settle() {
    while let output = group.poll() {
      switch output {
      case .askToken(let id, let identity, let room):
        wishes.append((now, id, .token(identity: identity, room: room)))
        onToken?(self, id)
      case .bindPort(let id):
        wishes.append((now, id, .port))
        onPort?(self, id)
      case .closePort(let port): wishes.append((now, nil, .closePort(port)))
      case .openSignal(let id, let url, let token):
        wishes.append((now, id, .signal(url: url, token: token)))
        onSignal?(self, id)
      case .sendSignal(let id, let bytes):
        wishes.append((now, id, .message(Backstage.word(bytes))))
      case .closeSignal(let id): wishes.append((now, id, .closeSignal))
      case .finished(let record): records.append(record)
      }
    }
  }

  private static func word(_ bytes: [UInt8]) -> String {
    switch (try? SignalCodec.request(from: bytes))?.message {
    case .pingReq: "ping"
    case .leave: "leave"
    case .offer: "offer"
    case .mute: "mute"
    default: "?"
    }
  }
}
