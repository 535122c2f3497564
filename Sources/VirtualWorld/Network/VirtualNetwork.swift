public import SansIO
public import Scenario

/// The network of a virtual world and its clock: datagrams and signalling travel over links with a delay, jitter and loss that
/// a seed determines. Time passes only when it is told to.
public final class VirtualNetwork {
  /// Which way something goes.
  public enum Direction: Int, Sendable { case toBridge, toPeople }

  /// Something that has arrived.
  public enum Arrival {
    /// A datagram or a piece of a SIP stream. After use give its memory back by `recycle`.
    case parcel(Parcel, Direction)
    /// A word of the signalling connection of this number.
    case word(SignalWord, connection: UInt64, Direction)
  }

  private struct Stream: Hashable {
    var direction: Direction
    /// `nil`: the SIP streams.
    var connection: UInt64?
  }

  /// The present.
  public private(set) var now: Instant
  /// Changes datagrams that enter the network; what it leaves out is lost. `nil` changes none.
  public var alteration: ((Parcel) -> [Parcel])?
  /// Sees every SIP message that enters the network.
  public var onSIP: ((Parcel) -> Void)?
  /// Is told the present whenever it changes.
  public var onTime: ((Instant) -> Void)?

  private var phones: [Link]
  private var rooms: [Link]
  private var queue = ArrivalQueue<Arrival>()
  private var lastOfStream: [Stream: Instant] = [:]
  private var memory: [[UInt8]] = []

  /// A network at rest.
  public init(_ links: LinksPlan = LinksPlan(), seed: UInt64, at now: Instant) {
    self.now = now
    let generator = SeededGenerator(seed: seed).branch(0x4E45_5457)
    phones = [0, 1].map { Link(links.phones, generator: generator.branch($0)) }
    rooms = [2, 3].map { Link(links.rooms, generator: generator.branch($0)) }
  }

  /// Lets the present move on to `instant`; never back.
  public func pass(to instant: Instant) {
    guard instant > now else { return }
    now = instant
    onTime?(now)
  }

  /// When the next thing arrives; `nil` when nothing is on its way.
  public var nextArrival: Instant? { queue.next }

  /// How many things are on their way.
  public var travelling: Int { queue.count }

  /// Datagrams lost so far, by the links' own doing.
  public var lost: Int { (phones + rooms).reduce(0) { $0 + $1.lost } }

  /// What has arrived by now, one at a time; `nil` when nothing more has.
  public func next() -> Arrival? { queue.popDue(at: now) }

  /// Gives the memory of a parcel back for those to come.
  public func recycle(_ parcel: consuming Parcel) {
    if memory.count < 4096 { memory.append(parcel.bytes) }
  }

  /// Sends a copy of `datagram`.
  public func send(
    _ datagram: borrowing [UInt8], kind: MediaKind, from: TransportAddress, to: TransportAddress,
    _ direction: Direction
  ) {
    var bytes = memory.popLast() ?? []
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: copy datagram)
    send(Parcel(kind: .media(kind), from: from, to: to, bytes: bytes), direction)
  }

  /// Sends `parcel`; the piece of a stream arrives after those before it.
  public func send(_ parcel: Parcel, _ direction: Direction) {
    switch parcel.kind {
    case .sip, .sipStream: onSIP?(parcel)
    case .media: break
    }
    guard let alteration else { return enter(parcel, direction) }
    for altered in alteration(parcel) { enter(altered, direction) }
  }

  private func enter(_ parcel: Parcel, _ direction: Direction) {
    switch parcel.kind {
    case .media(.room):
      if let due = rooms[direction.rawValue].arrival(ofDatagramAt: now) {
        queue.add(.parcel(parcel, direction), due: due)
      }
    case .sip, .media:
      if let due = phones[direction.rawValue].arrival(ofDatagramAt: now) {
        queue.add(.parcel(parcel, direction), due: due)
      }
    case .sipStream:
      let stream = Stream(direction: direction, connection: nil)
      let due = phones[direction.rawValue].arrival(
        ofStreamAt: now, after: lastOfStream[stream] ?? .zero)
      lastOfStream[stream] = due
      queue.add(.parcel(parcel, direction), due: due)
    }
  }

  /// Sends a word over a signalling connection; it arrives after those before it.
  /// - Parameter trips: how often the path is travelled before it is there: a connection has to be opened first.
  public func send(_ word: SignalWord, connection: UInt64, _ direction: Direction, trips: Int = 1) {
    let stream = Stream(direction: direction, connection: connection)
    var due = now
    for trip in 0..<trips {
      let way = (trips - 1 - trip) % 2 == 0 ? direction.rawValue : 1 - direction.rawValue
      due = rooms[way].arrival(ofStreamAt: due, after: .zero)
    }
    due = max(due, lastOfStream[stream] ?? .zero)
    lastOfStream[stream] = due
    queue.add(.word(word, connection: connection, direction), due: due)
  }

  /// Forgets a signalling connection that is over.
  public func forget(connection: UInt64) {
    lastOfStream[Stream(direction: .toBridge, connection: connection)] = nil
    lastOfStream[Stream(direction: .toPeople, connection: connection)] = nil
  }
}
