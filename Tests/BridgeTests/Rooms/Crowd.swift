import Audio
import Measurement
import Participants
import RoomMessages
import Rooms
import SansIO
import Scenario
import VirtualWorld

/// The simulator's participants as guests of a virtual world.
final class Crowd: Guest {
  let ip = IPAddress(v4: 0x7F00_0101)
  let group: ParticipantGroup
  /// The records handed out, in order.
  private(set) var records: [ParticipantRecord] = []
  /// The ports that are open.
  private(set) var openPorts: Set<UInt16> = []
  private var words: [(id: Int, word: SignalWord)] = []

  init(_ plan: RunPlan, clips: [String: SpeechClip] = [:], at start: Instant) throws {
    var secrets = SeededGenerator(seed: 400)
    group = try ParticipantGroup(
      plan: plan, clips: clips, certificate: BridgeWorld.certificate,
      randomBytes: { count in (0..<count).map { _ in UInt8(truncatingIfNeeded: secrets.next()) } },
      start: start)
  }

  /// The record of `role` in the simulated call of this number.
  func record(of role: String, call: Int = 0) -> ParticipantRecord? {
    records.first { $0.participant == role && $0.call == call }
  }

  var nextDeadline: Instant? { group.nextDeadline }

  func advance(to now: Instant, outlet: inout Outlet) { group.advance(to: now, sink: &outlet) }

  func receiveRoom(
    _ bytes: [UInt8], port: UInt16, from source: TransportAddress, at now: Instant, outlet: inout Outlet
  ) {
    guard openPorts.contains(port) else { return }
    group.receiveMedia(bytes.span, port: port, from: source, at: now, sink: &outlet)
  }

  func receive(_ word: SignalWord, on id: Int, at now: Instant) {
    switch word {
    case .admitted: group.signalOpened(id, at: now)
    case .refused(let status, let text): group.refused(id, status: status, text: text, at: now)
    case .response(let response): group.receiveSignal(response, for: id, at: now)
    case .closed: group.signalClosed(id, reason: "closed by the server", at: now)
    case .askToken, .token, .open, .join, .request, .garbage: break
    }
  }

  func takeWords(at now: Instant) -> [(id: Int, word: SignalWord)] {
    while let output = group.poll() { carryOut(output, at: now) }
    defer { words = [] }
    return words
  }

  private func carryOut(_ output: ParticipantGroup.Output, at now: Instant) {
    switch output {
    case .askToken(let id, let identity, let room):
      // The token says in plain words what a real one would say signed.
      group.tokenReceived(id, url: "ws://bridge", token: "\(identity)\n\(room)", at: now)
    case .bindPort(let id):
      let port = UInt16(40_000 + id)
      openPorts.insert(port)
      group.portBound(id, port: port, at: now)
    case .closePort(let port): openPorts.remove(port)
    case .openSignal(let id, let url, let token):
      guard let petition = Crowd.petition(in: url) else { return group.failed(id, "bad URL \(url)", at: now) }
      let parts = token.split(separator: "\n").map(String.init)
      var grants = TokenGrants(identity: parts[0], room: parts[1])
      grants.roomJoin = true
      words.append((id, .join(petition, grants)))
    case .sendSignal(let id, let bytes):
      words.append((id, (try? SignalCodec.request(from: bytes)).map { .request($0) } ?? .garbage))
    case .closeSignal(let id): words.append((id, .closed))
    case .finished(let record): records.append(record)
    }
  }

  /// What the query of a signalling URL asks for.
  static func petition(in url: String) -> JoinPetition? {
    let parts = url.split(separator: "?join_request=").map(String.init)
    guard parts.count == 2, parts[0] == "ws://bridge/rtc/v1" else { return nil }
    return try? JoinPetition(joinRequest: parts[1].replacing("%3D", with: "="))
  }
}
