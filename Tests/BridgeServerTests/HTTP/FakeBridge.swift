import BridgeServer
import Foundation

/// Stands for the bridge behind the door: notes what it is told, answers as the test wants.
final class FakeBridge: Sendable {
  enum Event: Equatable {
    case joined(UInt64, path: SignalRequest.Version, query: [String])
    case received(UInt64, String, isText: Bool)
    case receivedSize(UInt64, Int)
    case closed(UInt64)
  }

  typealias Answer = @Sendable (SignalOutlet) -> Void

  // Proof: every access to the two lists is inside `condition`'s lock.
  private final class Notes: @unchecked Sendable {
    let condition = NSCondition()
    var events: [Event] = []
    var outlets: [UInt64: SignalOutlet] = [:]
  }

  private let notes = Notes()
  private let answer: Answer

  init(answer: @escaping Answer = { $0.admit(first: Array("first".utf8)) }) { self.answer = answer }

  /// Refuses by itself a request without `access_token`, as a bad token would be.
  var door: SignalDoor {
    SignalDoor(
      examine: { [self] request in
        guard request.target["access_token"] != nil else {
          return .failure(HTTPRefusal(status: 401, text: "no token"))
        }
        return .success { [self] outlet in
          let query = request.target.query.filter { $0.value.utf8.count < 100 }.map {
            "\($0.name)=\($0.value)"
          }
          note(.joined(outlet.id, path: request.version, query: query), outlet)
          answer(outlet)
        }
      },
      received: { [self] bytes, isText, id in
        note(
          bytes.count > 100
            ? .receivedSize(id, bytes.count)
            : .received(id, String(decoding: bytes, as: UTF8.self), isText: isText))
      },
      closed: { [self] id in note(.closed(id)) })
  }

  private func note(_ event: Event, _ outlet: SignalOutlet? = nil) {
    notes.condition.withLock {
      notes.events.append(event)
      if let outlet { notes.outlets[outlet.id] = outlet }
      notes.condition.broadcast()
    }
  }

  /// The next event that was not taken yet; blocks up to 20 s for it.
  func next() throws -> Event {
    try notes.condition.withLock {
      let limit = Date(timeIntervalSinceNow: 20)
      while notes.events.isEmpty {
        guard notes.condition.wait(until: limit) else { throw RawConnection.Failure(text: "no event") }
      }
      return notes.events.removeFirst()
    }
  }

  /// Events that were not taken yet.
  var rest: [Event] { notes.condition.withLock { notes.events } }

  func outlet(_ id: UInt64) -> SignalOutlet? { notes.condition.withLock { notes.outlets[id] } }

  /// The same, and no longer holds it.
  func takeOutlet(_ id: UInt64) -> SignalOutlet? {
    notes.condition.withLock { notes.outlets.removeValue(forKey: id) }
  }

  /// Holds no outlet any longer: each leads back here, by the door of its connection.
  func forgetOutlets() { notes.condition.withLock { notes.outlets = [:] } }
}
