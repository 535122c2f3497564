import SansIO
import Scenario
import Testing
import VirtualWorld

@Suite struct VirtualNetworkTests {
  private static let near = TransportAddress(IPAddress(v4: 0x7F00_0002), 4_000)
  private static let far = TransportAddress(.loopback, 5_000)

  private func network(_ phones: LinksPlan.Path, seed: UInt64 = 1) -> VirtualNetwork {
    VirtualNetwork(LinksPlan(phones: phones), seed: seed, at: .zero)
  }

  private func datagram(_ number: Int, _ kind: Parcel.Kind = .media(.rtp)) -> Parcel {
    Parcel(
      kind: kind, from: Self.near, to: Self.far,
      bytes: [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)])
  }

  /// When each of `count` datagrams arrives that leave every 20 ms, by its number; in order of arrival.
  private func arrivals(_ network: VirtualNetwork, _ count: Int) -> [(number: Int, after: Interval)] {
    var sent = 0
    var found: [(number: Int, after: Interval)] = []
    while sent < count || network.travelling > 0 {
      let nextSend = Instant.zero + .milliseconds(20) * sent
      let next = sent < count ? Instant.earlier(nextSend, network.nextArrival) : network.nextArrival
      guard let next else { break }
      network.pass(to: next)
      while case .parcel(let parcel, _)? = network.next() {
        let number = Int(parcel.bytes[0]) << 8 | Int(parcel.bytes[1])
        found.append((number, network.now - (.zero + .milliseconds(20) * number)))
      }
      if sent < count, nextSend <= network.now {
        network.send(datagram(sent), .toBridge)
        sent += 1
      }
    }
    return found
  }

  @Test func `every datagram takes the delay of its link, and no more`() {
    let found = arrivals(network(LinksPlan.Path(delay: .milliseconds(30))), 100)
    #expect(found.map(\.number) == Array(0..<100))
    #expect(found.allSatisfy { $0.after == .milliseconds(30) })
  }

  @Test func `jitter adds up to its figure, evenly, and lets packets overtake each other`() {
    let path = LinksPlan.Path(delay: .milliseconds(10), jitter: .milliseconds(50))
    let found = arrivals(network(path), 2_000)
    let delays = found.map(\.after.seconds)
    #expect(found.count == 2_000)
    #expect(delays.min() ?? 0 >= 0.010)
    #expect(delays.max() ?? 1 < 0.060)
    #expect(abs(delays.reduce(0, +) / 2_000 - 0.035) < 0.001)
    #expect(found.map(\.number) != Array(0..<2_000))
  }

  @Test func `loss takes its share, and the count says which`() {
    let lossy = network(LinksPlan.Path(loss: 0.05))
    let found = arrivals(lossy, 10_000)
    #expect(abs(found.count - 9_500) < 100)
    #expect(found.count + lossy.lost == 10_000)
  }

  @Test func `one seed gives one course, another one another`() {
    let path = LinksPlan.Path(delay: .milliseconds(10), jitter: .milliseconds(5), loss: 0.1)
    let courses = [3, 3, 4].map { seed in arrivals(network(path, seed: seed), 300).map(\.after) }
    #expect(courses[0] == courses[1])
    #expect(courses[0] != courses[2])
  }

  @Test func `a stream loses and overtakes nothing, it waits`() {
    let lossy = network(LinksPlan.Path(delay: .milliseconds(10), jitter: .milliseconds(40), loss: 0.3))
    for number in 0..<200 { lossy.send(datagram(number, .sipStream), .toBridge) }
    var found: [Int] = []
    while let next = lossy.nextArrival {
      lossy.pass(to: next)
      while case .parcel(let parcel, _)? = lossy.next() { found.append(Int(parcel.bytes[1])) }
    }
    #expect(found == Array(0..<200))
    // Somebody was lost, and all behind it waited for its repetition.
    #expect(lossy.now - .zero >= .milliseconds(210))
  }

  @Test func `words of a connection arrive in order, those of another meanwhile`() {
    let network = VirtualNetwork(
      LinksPlan(rooms: LinksPlan.Path(delay: .milliseconds(10))), seed: 1, at: .zero)
    network.send(.admitted, connection: 1, .toPeople, trips: 3)
    network.send(.closed, connection: 1, .toPeople)
    network.send(.closed, connection: 2, .toPeople)
    var order: [(UInt64, Interval)] = []
    while let next = network.nextArrival {
      network.pass(to: next)
      while case .word(_, let connection, _)? = network.next() { order.append((connection, next - .zero)) }
    }
    #expect(order.map(\.0) == [2, 1, 1])
    #expect(order.map(\.1) == [.milliseconds(10), .milliseconds(30), .milliseconds(30)])
  }

  @Test func `time never goes back, and whoever asks is told of it`() {
    let network = network(LinksPlan.Path())
    var told: [Instant] = []
    network.onTime = { told.append($0) }
    network.pass(to: .zero + .seconds(2))
    network.pass(to: .zero + .seconds(1))
    #expect(network.now == .zero + .seconds(2))
    #expect(told == [.zero + .seconds(2)])
  }
}
