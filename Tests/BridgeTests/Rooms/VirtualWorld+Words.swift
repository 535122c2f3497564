import Bridge
import RoomMessages
import Rooms
import SansIO
import Testing

/// The signalling on its way between a bridge and its guests.
struct Words {
  enum Word {
    case toBridge(WordToBridge)
    case toGuest(WordToGuest)
  }

  struct Entry {
    var due: Instant
    var connection: UInt64
    var word: Word
  }

  var entries: [Entry] = []
  /// Whose each connection is.
  var owners: [UInt64: (guest: any Guest, id: Int)] = [:]
  /// Connections that are over.
  var over: Set<UInt64> = []
  private var opened: UInt64 = 0

  var nextDeadline: Instant? { entries.first?.due }

  /// The connection of a guest; a new one if it has none of this id.
  mutating func connection(of guest: any Guest, _ id: Int) -> UInt64 {
    if let known = owners.first(where: { $0.value.guest === guest && $0.value.id == id }) { return known.key }
    opened += 1
    owners[opened] = (guest, id)
    return opened
  }
}

extension VirtualWorld {
  /// Sends what the bridge wants said.
  func speak(_ output: Bridge.Output) {
    switch output {
    case .admit(let connection, let first):
      say(.admitted, on: connection)
      say(response(first), on: connection)
    case .refuse(let connection, let status, let text):
      say(.refused(status: status, text: text), on: connection)
    case .sendSignal(let connection, let bytes): say(response(bytes), on: connection)
    case .closeSignal(let connection): say(.closed, on: connection)
    default: break
    }
  }

  private func response(_ bytes: [UInt8]) -> WordToGuest {
    do {
      return .response(try SignalCodec.response(from: bytes))
    } catch {
      Issue.record("the bridge's own message cannot be read: \(error)")
      return .closed
    }
  }

  private func say(_ word: WordToGuest, on connection: UInt64) {
    words.entries.append(
      Words.Entry(due: now + VirtualWorld.delay, connection: connection, word: .toGuest(word)))
  }

  /// Takes what the guests want said.
  func takeWords() {
    for guest in guests {
      for (id, word) in guest.takeWords(at: now) {
        let connection = words.connection(of: guest, id)
        words.entries.append(
          Words.Entry(due: now + VirtualWorld.delay, connection: connection, word: .toBridge(word)))
      }
    }
  }

  /// Delivers the signalling that has arrived.
  func deliverWords() {
    while let first = words.entries.first, first.due <= now {
      words.entries.removeFirst()
      switch first.word {
      case .toGuest(let word):
        guard let (guest, id) = words.owners[first.connection] else { continue }
        if case .closed = word, !words.over.insert(first.connection).inserted { continue }
        guest.receive(word, on: id, at: now)
        if case .closed = word { bridge.signalClosed(first.connection, at: now) }
      case .toBridge(let word): deliver(word, on: first.connection)
      }
    }
  }

  private func deliver(_ word: WordToBridge, on connection: UInt64) {
    switch word {
    case .join(let petition, let grants): bridge.join(petition, grants, on: connection, at: now)
    case .request(let request): bridge.receiveSignal(request, on: connection, at: now)
    case .garbage: bridge.receiveGarbage(on: connection, reason: "no protobuf", at: now)
    case .hangUp:
      words.over.insert(connection)
      bridge.signalClosed(connection, at: now)
    }
  }
}
