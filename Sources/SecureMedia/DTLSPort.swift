internal import COpenSSL

/// What OpenSSL calls back into on behalf of one connection: a BIO that reads and writes whole datagrams in
/// memory, and the check of the peer's certificate.
final class DTLSPort {
  /// How many written datagrams wait at most; more are lost, as on a full network.
  static let limit = 64

  /// The datagram that OpenSSL reads next; set only while it is called.
  var incoming: UnsafeBufferPointer<UInt8>?
  /// The datagrams that OpenSSL wrote.
  var outgoing: [[UInt8]] = []
  /// How many written datagrams were lost to the limit.
  private(set) var overflow = 0
  /// What the peer's certificate must be; `nil` while that is not known.
  var expected: Fingerprint?
  /// Whether the peer showed another certificate than the expected one.
  private(set) var isMismatched = false

  /// A new BIO over this port, which must outlive it; `nil` when OpenSSL is out of memory.
  func makeBIO() -> OpaquePointer? {
    guard let method = Self.method, let bio = BIO_new(method) else { return nil }
    BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
    BIO_set_init(bio, 1)
    return bio
  }

  /// Lets `connection` find this port in callbacks.
  func attach(to connection: OpaquePointer) -> Bool {
    SSL_set_ex_data(connection, 0, Unmanaged.passUnretained(self).toOpaque()) == 1
  }

  /// Proof of `nonisolated(unsafe)`: made once, complete before anyone sees it, and only read afterwards.
  nonisolated(unsafe) private static let method: OpaquePointer? = {
    guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams in memory") else {
      return nil
    }
    BIO_meth_set_read(method) { bio, bytes, count in DTLSPort.port(of: bio)?.read(bio, bytes, count) ?? -1 }
    BIO_meth_set_write(method) { bio, bytes, count in DTLSPort.port(of: bio)?.write(bytes, count) ?? -1 }
    // Flushing always succeeds; of everything else there is nothing to tell.
    BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    return method
  }()

  private static func port(of bio: OpaquePointer?) -> DTLSPort? {
    guard let data = BIO_get_data(bio) else { return nil }
    return Unmanaged<DTLSPort>.fromOpaque(data).takeUnretainedValue()
  }

  private func read(_ bio: OpaquePointer?, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int32) -> Int32 {
    callbridge_BIO_clear_retry_flags(bio)
    guard let datagram = incoming, let bytes, count > 0 else {
      callbridge_BIO_set_retry_read(bio)
      return -1
    }
    incoming = nil
    // What does not fit is cut off, as a socket does.
    let length = min(Int(count), datagram.count)
    UnsafeMutableRawBufferPointer(start: bytes, count: length)
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(datagram)[..<length]))
    return Int32(length)
  }

  /// OpenSSL writes the records of a repeated flight one by one; they travel together, so that on a lossy
  /// path a flight comes whole more often.
  private func write(_ bytes: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
    guard let bytes, count > 0 else { return 0 }
    let records = UnsafeRawBufferPointer(start: bytes, count: Int(count))
    if let last = outgoing.last, last.count + records.count <= DTLSConnection.maximumTransmissionUnit {
      outgoing[outgoing.count - 1] += records
    } else if outgoing.count < Self.limit {
      outgoing.append([UInt8](records))
    } else {
      overflow += 1
    }
    return count
  }

  /// OpenSSL asks whether the peer's certificate is good. 0 ends the handshake with an alert.
  ///
  /// Its chain and dates say nothing here: only its fingerprint counts (RFC 8122 section 6.2). While that is
  /// not known the handshake goes on, and the connection looks again before it is established.
  static func verify(_ store: OpaquePointer?) -> Int32 {
    guard let certificate = X509_STORE_CTX_get0_cert(store),
      let connection = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()),
      let data = SSL_get_ex_data(OpaquePointer(connection), 0)
    else { return 0 }
    let port = Unmanaged<DTLSPort>.fromOpaque(data).takeUnretainedValue()
    guard let expected = port.expected, Fingerprint(of: certificate, hash: expected.hash) != expected else {
      return 1
    }
    port.isMismatched = true
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED)
    return 0
  }
}
