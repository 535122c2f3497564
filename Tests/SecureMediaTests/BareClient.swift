import COpenSSL
import SansIO
import SecureMedia
import Testing

/// A DTLS client of OpenSSL itself that shows no certificate and believes every one.
final class BareClient {
  private let context: OpaquePointer
  private let connection: OpaquePointer
  private let incoming: OpaquePointer
  private let outgoing: OpaquePointer

  init(profiles: String) throws {
    context = try #require(SSL_CTX_new(DTLS_client_method()))
    connection = try #require(SSL_new(context))
    incoming = try #require(BIO_new(BIO_s_mem()))
    outgoing = try #require(BIO_new(BIO_s_mem()))
    BIO_ctrl(incoming, BIO_C_SET_BUF_MEM_EOF_RETURN, -1, nil)
    SSL_set_bio(connection, incoming, outgoing)
    try #require(SSL_set_tlsext_use_srtp(connection, profiles) == 0)
    callbridge_SSL_set_mtu(connection, 1_200)
    SSL_set_connect_state(connection)
  }

  deinit {
    SSL_free(connection)
    SSL_CTX_free(context)
  }

  /// Hands datagrams to and fro until nobody has any; what the server said.
  func converse(with server: DTLSConnection) -> [DTLSConnection.Output] {
    var said: [DTLSConnection.Output] = []
    server.start(at: .zero)
    for _ in 0..<20 {
      ERR_clear_error()
      SSL_do_handshake(connection)
      let flight = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
        count = max(0, Int(BIO_read(outgoing, buffer.baseAddress, Int32(buffer.count))))
      }
      if !flight.isEmpty { server.receive(flight.span, at: .zero) }
      var isAnswered = false
      while let output = server.poll() {
        guard case .transmit(let bytes) = output else {
          said.append(output)
          continue
        }
        isAnswered = true
        BIO_write(incoming, bytes, Int32(bytes.count))
      }
      if flight.isEmpty, !isAnswered { break }
    }
    return said
  }
}
