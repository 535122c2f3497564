import CSimulatedTime
import SansIO
import SecureMedia
import Testing

/// A client (end 0) and a server (end 1) on a link in virtual time, which OpenSSL's timer reads as well.
final class DTLSLink {
  let ends: [DTLSConnection]
  /// What each end said, but for the datagrams.
  private(set) var said: [[DTLSConnection.Output]] = [[], []]
  /// When each end said its first word.
  private(set) var firstWord: [Instant?] = [nil, nil]
  /// Every datagram sent, in order.
  private(set) var sent: [(from: Int, bytes: [UInt8])] = []
  /// Whether the datagram of this number, counted over both ends, vanishes.
  var loses: (Int) -> Bool = { _ in false }
  private(set) var now = Instant.zero
  private var underway: [(to: Int, bytes: [UInt8])] = []

  init(_ client: DTLSConnection, _ server: DTLSConnection) { ends = [client, server] }

  /// Two ends with certificates of their own that expect each other.
  convenience init(
    client: [SRTPProfile] = [.aeadAES128GCM, .aesCM128HMACSHA1_80],
    server: [SRTPProfile] = [.aeadAES128GCM, .aesCM128HMACSHA1_80]
  ) throws {
    let (mine, theirs) = (try Certificate(), try Certificate())
    self.init(
      try DTLSConnection(
        role: .client, certificate: mine, peer: theirs.fingerprint, profiles: client, at: .zero),
      try DTLSConnection(
        role: .server, certificate: theirs, peer: mine.fingerprint, profiles: server, at: .zero))
  }

  /// The keys of an end, once it is established.
  func keys(_ end: Int) -> SRTPKeys? {
    for case .established(let keys) in said[end] { return keys }
    return nil
  }

  /// The application data that an end received.
  func heard(_ end: Int) -> [[UInt8]] {
    said[end].compactMap { if case .applicationData(let data) = $0 { data } else { nil } }
  }

  /// Starts both ends and lets the handshake happen, as far as it does without waiting.
  func connect() {
    for end in ends.indices { act(end) { $0.start(at: $1) } }
    settle()
  }

  /// Calls into an end and carries away what it says.
  func act(_ end: Int, _ body: (DTLSConnection, Instant) -> Void) {
    callbridge_simulated_time_set(1_000_000_000_000_000_000 + now.nanoseconds)
    body(ends[end], now)
    while let output = ends[end].poll() {
      guard case .transmit(let bytes) = output else {
        said[end].append(output)
        firstWord[end] = firstWord[end] ?? now
        continue
      }
      if !loses(sent.count) { underway.append((1 - end, bytes)) }
      sent.append((end, bytes))
    }
    callbridge_simulated_time_set(-1)
  }

  /// Sends application data from an end; whether it takes it.
  func send(_ data: [UInt8], from end: Int) -> Bool {
    var isTaken = false
    act(end) { isTaken = $0.send(data.span, at: $1) }
    return isTaken
  }

  /// Hands a datagram to an end.
  func deliver(_ bytes: [UInt8], to end: Int) { act(end) { $0.receive(bytes.span, at: $1) } }

  /// Delivers datagrams until none is under way.
  func settle() {
    while !underway.isEmpty {
      let next = underway.removeFirst()
      deliver(next.bytes, to: next.to)
    }
  }

  /// Lets time pass from deadline to deadline.
  func run(until end: Instant) {
    settle()
    while let due = Instant.earlier(ends[0].nextDeadline, ends[1].nextDeadline), due <= end {
      // OpenSSL counts whole microseconds.
      now = max(now, due) + .microseconds(1)
      for end in ends.indices { act(end) { $0.advance(to: $1) } }
      settle()
    }
    now = max(now, end)
  }
}
