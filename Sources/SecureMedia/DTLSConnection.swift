internal import COpenSSL
public import SansIO

/// One end of a DTLS 1.2 association that agrees on SRTP keys and carries application data (RFC 6347,
/// RFC 5764), over any path that carries datagrams.
///
/// Call `receive` for each datagram of the peer and `advance` at `nextDeadline`, and after either, and after
/// every command, `poll` until it answers `nil`. The connection is established only when the peer's
/// certificate has the expected fingerprint. Use from one thread at a time.
///
/// OpenSSL's retransmission timer reads `gettimeofday`: where time is simulated, that must be as well.
public final class DTLSConnection {
  /// Who speaks first.
  public enum Role: Hashable, Sendable {
    /// Sends the first message (`a=setup:active`).
    case client
    /// Waits for it (`a=setup:passive`).
    case server
  }

  /// What a connection wants of its owner.
  public enum Output: Equatable, Sendable {
    /// Send this datagram to the peer.
    case transmit([UInt8])
    /// The peer is who it should be; these are the keys for media.
    case established(SRTPKeys)
    /// The peer sent this, in one record.
    case applicationData([UInt8])
    /// The connection is over, without a word from the peer or against the rules; the last output.
    case failed(DTLSError)
    /// The connection is over because one of both ends closed it; the last output.
    case closed
  }

  /// Each state leads to the next one or to `ended`.
  private enum State: Equatable {
    /// Nothing was sent or received.
    case idle
    /// Until the deadline.
    case handshaking(until: Instant)
    /// The handshake is over, but the fingerprint to expect is not known. Until the deadline.
    case unverified(until: Instant)
    case established
    case ended
  }

  /// How long a handshake may take, from its first datagram.
  public static let handshakeLimit = Interval.seconds(30)
  /// The largest datagram of a handshake, in bytes.
  public static let maximumTransmissionUnit = 1_200
  /// The most bytes of application data in one call of `send`.
  public static let maximumApplicationData = 1_200
  /// How many outputs wait at most; further datagrams and application data are lost.
  public static let outputLimit = 256

  /// Which end this is.
  public let role: Role
  /// How many received datagrams were not looked at: no DTLS records, or before the start or after the end.
  public private(set) var ignored = 0
  /// How many outputs were lost because their owner did not poll.
  public var lost: Int { unpolled + port.overflow }
  /// When to call `advance`; `nil` when time alone changes nothing.
  public var nextDeadline: Instant? {
    switch state {
    case .handshaking(let limit), .unverified(let limit): Instant.earlier(limit, retransmission)
    case .established: retransmission
    case .idle, .ended: nil
    }
  }

  private let connection: OpaquePointer
  private let port: DTLSPort
  private let certificate: Certificate
  private var state = State.idle
  private var retransmission: Instant?
  private var outputs: [Output] = []
  private var unpolled = 0

  /// Makes one end of a connection.
  ///
  /// - Parameters:
  ///   - certificate: what this end shows to the peer.
  ///   - peer: the fingerprint of the peer's certificate; `nil` to say it later with `expect`.
  ///   - profiles: the acceptable ways to protect media, best first; at least one. A server decides.
  public init(
    role: Role, certificate: Certificate, peer: Fingerprint?,
    profiles: [SRTPProfile] = [.aeadAES128GCM, .aesCM128HMACSHA1_80], at now: Instant
  ) throws(SecureMediaError) {
    precondition(!profiles.isEmpty, "no SRTP profile to offer; at least one")
    guard let connection = SSL_new(certificate.context) else {
      throw SecureMediaError("make a DTLS connection")
    }
    self.role = role
    self.certificate = certificate
    self.connection = connection
    port = DTLSPort()
    port.expected = peer
    // This call alone answers 0 for success.
    let names = profiles.map(\.name).joined(separator: ":")
    guard port.attach(to: connection), SSL_set_tlsext_use_srtp(connection, names) == 0,
      let bio = port.makeBIO()
    else { throw SecureMediaError("set up a DTLS connection") }
    SSL_set_bio(connection, bio, bio)
    callbridge_SSL_set_mtu(connection, Self.maximumTransmissionUnit)
    // The smaller buffer saves 14 kB a connection.
    _ = callbridge_SSL_set_max_send_fragment(connection, 2_048)
    DTLS_set_timer_cb(connection) { _, last in DTLSConnection.timer(after: last) }
    switch role {
    case .client: SSL_set_connect_state(connection)
    case .server: SSL_set_accept_state(connection)
    }
  }

  deinit { SSL_free(connection) }

  /// How long to wait for an answer before a flight is sent again, in microseconds: a quarter of a second,
  /// doubled up to 5 s. A person waits for this handshake (RFC 9147 section 5.8.2 allows less than a second
  /// for that).
  private static func timer(after last: UInt32) -> UInt32 {
    last == 0 ? 250_000 : min(2 * last, 5_000_000)
  }

  /// Says which fingerprint the peer's certificate must have. False, without effect, once the connection is
  /// established or over.
  @discardableResult
  public func expect(_ peer: Fingerprint) -> Bool {
    switch state {
    case .idle, .handshaking: port.expected = peer
    case .unverified:
      port.expected = peer
      verifyPeer()
    case .established, .ended: return false
    }
    return true
  }

  /// Begins the handshake: a client sends its first message, a server starts to wait. Without effect when it
  /// has begun.
  public func start(at now: Instant) {
    guard state == .idle else { return }
    state = .handshaking(until: now + Self.handshakeLimit)
    if role == .client { proceed(at: now) }
  }

  /// Takes a datagram of the peer. What is no DTLS is ignored and counted.
  public func receive(_ datagram: Span<UInt8>, at now: Instant) {
    if role == .server { startOnRecord(datagram, at: now) }
    guard state != .idle, state != .ended, DTLSRecord.areRecords(datagram) else {
      ignored += 1
      return
    }
    datagram.withUnsafeBufferPointer { bytes in
      port.incoming = bytes
      if case .handshaking = state { proceed(at: now) }
      if state != .ended, SSL_is_init_finished(connection) == 1 { read(atMost: bytes.count, at: now) }
      port.incoming = nil
    }
  }

  private func startOnRecord(_ datagram: Span<UInt8>, at now: Instant) {
    if state == .idle, DTLSRecord.areRecords(datagram) { start(at: now) }
  }

  /// Does what is due at `now`: sends again what was not answered, or gives up.
  public func advance(to now: Instant) {
    switch state {
    case .handshaking(let limit) where limit <= now: fail(.timedOut)
    case .unverified(let limit) where limit <= now:
      shutDown()
      fail(.fingerprintUnknown)
    case .handshaking, .unverified, .established:
      guard let due = retransmission, due <= now else { return }
      ERR_clear_error()
      if callbridge_DTLSv1_handle_timeout(connection) < 0 {
        fail(.protocolFailure(SecureMediaError.takeReason()))
      } else {
        collect()
        rearm(at: now)
      }
    case .idle, .ended: return
    }
  }

  /// Takes the next output; `nil` when there is none.
  public func poll() -> Output? {
    outputs.isEmpty ? nil : outputs.removeFirst()
  }

  /// Sends application data in one record. False, and nothing sent, when the connection is not established or
  /// `data` is empty or longer than `maximumApplicationData`.
  @discardableResult
  public func send(_ data: Span<UInt8>, at now: Instant) -> Bool {
    guard state == .established, (1...Self.maximumApplicationData).contains(data.count) else { return false }
    ERR_clear_error()
    let written = data.withUnsafeBufferPointer {
      SSL_write(connection, $0.baseAddress, Int32($0.count))
    }
    collect()
    return Int(written) == data.count
  }

  /// Ends the connection and tells the peer (close_notify). Without effect when it is over.
  public func close(at now: Instant) {
    guard state != .ended else { return }
    shutDown()
    end(with: .closed)
  }
}

extension DTLSConnection {
  /// Goes on with the handshake as far as what was received allows.
  private func proceed(at now: Instant) {
    ERR_clear_error()
    let result = SSL_do_handshake(connection)
    let error = SSL_get_error(connection, result)
    collect()
    if result == 1 {
      handshakeDone()
    } else if error != SSL_ERROR_WANT_READ {
      fail(failure())
    }
    rearm(at: now)
  }

  /// Reads what came after the handshake; this also answers a peer that repeats its last flight.
  private func read(atMost size: Int, at now: Instant) {
    while state != .ended {
      var count: Int32 = 0
      ERR_clear_error()
      let data = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
        count = SSL_read(connection, buffer.baseAddress, Int32(buffer.count))
        filled = max(0, Int(count))
      }
      let error = SSL_get_error(connection, count)
      collect()
      if count > 0 {
        // Before the peer is verified its words do not count; SCTP will say them again.
        if state == .established { append(.applicationData(data)) }
      } else if error == SSL_ERROR_ZERO_RETURN {
        shutDown()
        end(with: .closed)
      } else {
        if error != SSL_ERROR_WANT_READ { fail(failure()) }
        break
      }
    }
    rearm(at: now)
  }

  private func handshakeDone() {
    guard case .handshaking(let limit) = state else { return }
    state = .unverified(until: limit)
    if port.expected != nil { verifyPeer() }
  }

  /// Lets the connection be established when the peer's certificate is the expected one.
  private func verifyPeer() {
    guard let expected = port.expected else { return }
    guard let peer = SSL_get1_peer_certificate(connection) else { return fail(.noPeerCertificate) }
    defer { X509_free(peer) }
    guard Fingerprint(of: peer, hash: expected.hash) == expected else {
      shutDown()
      return fail(.fingerprintMismatch)
    }
    guard let keys = exportKeys() else {
      shutDown()
      return fail(.noCommonProfile)
    }
    state = .established
    outputs.append(.established(keys))
  }

  /// RFC 5764 section 4.2: the keys of client and server, then the salts of both.
  private func exportKeys() -> SRTPKeys? {
    guard let selected = SSL_get_selected_srtp_profile(connection),
      let profile = SRTPProfile(code: selected.pointee.id)
    else { return nil }
    let label = "EXTRACTOR-dtls_srtp"
    let (key, salt) = (profile.keySize, profile.saltSize)
    var material = [UInt8](repeating: 0, count: 2 * (key + salt))
    let done = SSL_export_keying_material(
      connection, &material, material.count, label, label.utf8.count, nil, 0, 0)
    guard done == 1 else { return nil }
    let client = SRTPMasterKey(
      key: Array(material[..<key]), salt: Array(material[(2 * key)..<(2 * key + salt)]))
    let server = SRTPMasterKey(
      key: Array(material[key..<(2 * key)]), salt: Array(material[(2 * key + salt)...]))
    return role == .client
      ? SRTPKeys(profile: profile, local: client, remote: server)
      : SRTPKeys(profile: profile, local: server, remote: client)
  }

  /// Why OpenSSL has just given up.
  private func failure() -> DTLSError {
    if port.isMismatched { return .fingerprintMismatch }
    let code = ERR_peek_error()
    let reason = SecureMediaError.takeReason()
    return ERR_GET_REASON(code) == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE
      ? .noPeerCertificate : .protocolFailure(reason)
  }

  private func shutDown() {
    ERR_clear_error()
    if SSL_is_init_finished(connection) == 1 { SSL_shutdown(connection) }
    collect()
  }

  private func fail(_ error: DTLSError) { end(with: .failed(error)) }

  private func end(with last: Output) {
    guard state != .ended else { return }
    state = .ended
    retransmission = nil
    outputs.append(last)
  }

  /// Moves what OpenSSL wrote to the outputs.
  private func collect() {
    for datagram in port.outgoing { append(.transmit(datagram)) }
    port.outgoing.removeAll(keepingCapacity: true)
  }

  private func append(_ output: Output) {
    if outputs.count < Self.outputLimit { outputs.append(output) } else { unpolled += 1 }
  }

  /// OpenSSL counts from its own clock's now to the instant of the timer; here the same span counts from
  /// ours.
  private func rearm(at now: Instant) {
    let left = state == .ended ? -1 : callbridge_DTLSv1_get_timeout(connection)
    retransmission = left < 0 ? nil : now + .microseconds(left)
  }
}
