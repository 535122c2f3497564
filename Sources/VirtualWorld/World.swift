public import SansIO

/// A bridge, or what stands in for one, the people who use it, and the network between them, in virtual time: nothing here
/// waits, and what happens is a function of the machines, the links and the seed.
public final class World {
  /// What connects everybody.
  public let network: VirtualNetwork
  /// The side that is called.
  public let farEnd: any VirtualHost
  /// The side that calls, in the order in which it came.
  public private(set) var people: [any VirtualHost] = []
  /// Datagrams for addresses that nobody has.
  public private(set) var undeliverable = 0

  private var placeByAddress: [IPAddress: Int] = [:]
  /// When each of them wants to be woken, as of the last thing that was done to it.
  private var farDeadline: Instant?
  private var deadlines: [Instant?] = []
  private var owners: [UInt64: Int] = [:]
  private var opened: UInt64 = 0

  /// A world of `farEnd` alone.
  public init(_ network: VirtualNetwork, farEnd: any VirtualHost) {
    self.network = network
    self.farEnd = farEnd
  }

  /// The present.
  public var now: Instant { network.now }

  /// Adds somebody on the side that calls; an address is taken once.
  public func add(_ host: some VirtualHost) {
    precondition(placeByAddress[host.ip] == nil, "two hosts have the address \(host.ip)")
    placeByAddress[host.ip] = people.count
    people.append(host)
    deadlines.append(host.nextDeadline)
  }

  /// A new signalling connection of `host`.
  public func connection(of host: some VirtualHost) -> UInt64 {
    guard let place = placeByAddress[host.ip] else {
      preconditionFailure("\(host.ip) is not of this world")
    }
    opened += 1
    owners[opened] = place
    return opened
  }

  /// Forgets a signalling connection; words that are still on their way to the people's side are dropped.
  public func forget(connection: UInt64) {
    owners[connection] = nil
    network.forget(connection: connection)
  }

  /// How many signalling connections are open.
  public var connections: Int { owners.count }

  /// When the next thing happens; `nil` when nothing ever will.
  public var nextDeadline: Instant? {
    var next = Instant.earlier(network.nextArrival, farDeadline)
    for deadline in deadlines { next = Instant.earlier(next, deadline) }
    return next
  }

  /// Lets everything happen up to and including `end`; the present is `end` then.
  public func run(until end: Instant) {
    settle()
    while step(until: end) {}
    network.pass(to: end)
  }

  /// Lets everything happen for `length`.
  public func run(for length: Interval) { run(until: now + length) }

  /// Lets the next thing happen if it happens by `end`. What was done to anybody from outside must have been settled.
  /// - Returns: whether something did.
  public func step(until end: Instant) -> Bool {
    guard let next = nextDeadline, next <= end else { return false }
    network.pass(to: next)
    while let arrival = network.next() { deliver(arrival) }
    if let deadline = farDeadline, deadline <= now {
      farEnd.advance(to: now)
      farDeadline = farEnd.nextDeadline
    }
    for place in people.indices {
      guard let deadline = deadlines[place], deadline <= now else { continue }
      people[place].advance(to: now)
      deadlines[place] = people[place].nextDeadline
    }
    return true
  }

  /// Has everybody carry out what was done to them from outside.
  public func settle() {
    farEnd.settle(at: now)
    for host in people { host.settle(at: now) }
    farDeadline = farEnd.nextDeadline
    for place in people.indices { deadlines[place] = people[place].nextDeadline }
  }

  private func deliver(_ arrival: VirtualNetwork.Arrival) {
    switch arrival {
    case .parcel(let parcel, .toBridge):
      farEnd.receive(parcel, at: now)
      farDeadline = farEnd.nextDeadline
      network.recycle(parcel)
    case .parcel(let parcel, .toPeople):
      if let place = placeByAddress[parcel.to.ip] {
        people[place].receive(parcel, at: now)
        deadlines[place] = people[place].nextDeadline
      } else {
        undeliverable += 1
      }
      network.recycle(parcel)
    case .word(let word, let connection, .toBridge):
      farEnd.receive(word, connection: connection, at: now)
      farDeadline = farEnd.nextDeadline
    case .word(let word, let connection, .toPeople):
      guard let place = owners[connection] else { return }
      people[place].receive(word, connection: connection, at: now)
      deadlines[place] = people[place].nextDeadline
    }
  }
}
