import Connectivity
import SansIO
import Testing

struct STUNMessageTests {
  /// The samples of RFC 5769 §2.1-2.3.
  static let request = bytes(
    """
    00010058 2112a442 b7e7a701bc34d686fa87dfae 80220010 5354554e207465737420636c69656e74 00240004 6e0001ff
    80290008 932ff9b151263b36 00060009 6576746a3a68367659202020
    00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004 e57a3bcf
    """)
  static let response = bytes(
    """
    0101003c 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220 00200008 0001a147e112a643
    00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96
    """)
  static let responseV6 = bytes(
    """
    01010048 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220
    00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
    00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c
    """)
  static let key = [UInt8]("VOkJxbRl1RmTxUk/WvJxBt".utf8)
  static let transaction = TransactionID(high: 0xB7E7_A701, low: 0xBC34_D686_FA87_DFAE)

  @Test func `the sample request is read and is authentic`() throws {
    let message = try parsed(Self.request).get()
    #expect(message.messageClass == .request)
    #expect(message.method == STUNMessage.binding)
    #expect(message.transaction == Self.transaction)
    #expect(message.username == [UInt8]("evtj:h6vY".utf8))
    #expect(message.priority == 0x6E00_01FF)
    #expect(message.role == .controlled(tieBreaker: 0x932F_F9B1_5126_3B36))
    #expect(!message.usesCandidate)
    #expect(message.hasFingerprint)
    #expect(message.notUnderstood == [])
    #expect(message.isAuthentic(in: Self.request, key: Self.key))
    #expect(!message.isAuthentic(in: Self.request, key: [UInt8]("VOkJxbRl1RmTxUk/WvJxBT".utf8)))
  }

  @Test func `the sample responses carry the mapped address`() throws {
    let v4 = try parsed(Self.response).get()
    #expect(v4.messageClass == .success)
    #expect(v4.mappedAddress == TransportAddress("192.0.2.1:32853"))
    #expect(v4.isAuthentic(in: Self.response, key: Self.key))
    let v6 = try parsed(Self.responseV6).get()
    #expect(v6.mappedAddress == TransportAddress("[2001:db8:1234:5678:11:2233:4455:6677]:32853"))
    #expect(v6.isAuthentic(in: Self.responseV6, key: Self.key))
  }

  @Test func `what is written is what an independent writer makes`() {
    // Made with Python's hmac and zlib from RFC 8489 alone.
    var request = STUNMessage(.request, transaction: Self.transaction)
    request.username = [UInt8]("evtj:h6vY".utf8)
    request.priority = 0x6E7F_FFFF
    request.role = .controlling(tieBreaker: 0x932F_F9B1_5126_3B36)
    request.usesCandidate = true
    #expect(
      request.encoded(key: Self.key)
        == bytes(
          """
          00010048 2112a442 b7e7a701bc34d686fa87dfae 00060009 6576746a3a68367659000000 00240004 6e7fffff
          802a0008 932ff9b151263b36 00250000 00080014 ea30944c68820a89f10171818c4c3ad2027602b2
          80280004 44e000d8
          """))
    var success = STUNMessage(.success, transaction: Self.transaction)
    success.mappedAddress = TransportAddress("[2001:db8:1234:5678:11:2233:4455:6677]:32853")
    #expect(
      success.encoded(key: Self.key)
        == bytes(
          """
          01010038 2112a442 b7e7a701bc34d686fa87dfae 00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
          00080014 ee33a0555319eec10ad5fbfdf8733d196e552b3c 80280004 5ded7186
          """))
    var failure = STUNMessage(.failure, transaction: Self.transaction)
    failure.errorCode = 420
    failure.unknownAttributes = [0x7777, 0x7778]
    #expect(
      failure.encoded(key: nil)
        == bytes(
          """
          0111002c 2112a442 b7e7a701bc34d686fa87dfae
          00090015 00000414 556e6b6e6f776e20417474726962757465000000
          000a0004 77777778 80280004 94b537d4
          """))
  }

  @Test func `every class and method survives writing and reading`() throws {
    for method: UInt16 in [0, 1, 0xF, 0x10, 0x7F, 0x80, 0xFF] {
      for messageClass in [STUNMessage.Class.request, .indication, .success, .failure] {
        let message = STUNMessage(messageClass, method: method, transaction: Self.transaction)
        let read = try parsed(message.encoded(key: nil)).get()
        #expect(read.method == method)
        #expect(read.messageClass == messageClass)
      }
    }
    // Its first byte would be 4, which on a shared socket is not STUN (RFC 7983).
    let beyond = STUNMessage(.request, method: 0x100, transaction: Self.transaction)
    #expect(parsed(beyond.encoded(key: nil)) == .failure(.notSTUN))
  }

  @Test func `each malformation has its own error`() {
    func changed(_ offset: Int, _ value: UInt8) -> [UInt8] {
      var copy = Self.request
      copy[offset] = value
      return copy
    }
    #expect(parsed([]) == .failure(.tooShort(bytes: 0)))
    #expect(parsed([UInt8](Self.request.prefix(19))) == .failure(.tooShort(bytes: 19)))
    #expect(parsed(changed(0, 4)) == .failure(.notSTUN))
    #expect(parsed(changed(5, 0x13)) == .failure(.notSTUN))
    #expect(parsed(changed(3, 0x54)) == .failure(.length(announced: 0x54, actual: 0x58)))
    #expect(
      parsed([UInt8](Self.request.prefix(22))) == .failure(.length(announced: 0x58, actual: 2)))
    #expect(parsed(changed(22, 0xFF)) == .failure(.attributeTruncated(type: 0x8022)))
    #expect(parsed(changed(43, 3)) == .failure(.attribute(type: 0x24, length: 3)))
    #expect(parsed(changed(52, 0)) == .failure(.fingerprint))
    #expect(parsed(Self.request + [0, 0, 0, 0]).isFailure)
    #expect("\(STUNError.tooShort(bytes: 3))" == "STUN message of 3 bytes; the header alone takes 20")
  }

  @Test func `an attribute behind the integrity is not believed`() throws {
    var message = STUNMessage(.request, transaction: Self.transaction)
    message.username = [UInt8]("evtj:h6vY".utf8)
    var forged = message.encoded(key: Self.key)
    // In place of the fingerprint, a nomination.
    forged.removeLast(8)
    forged += [0x00, 0x25, 0x00, 0x00, 0x7F, 0x00, 0x00, 0x00]
    let read = try STUNMessage(parsing: forged.span)
    #expect(read.isAuthentic(in: forged, key: Self.key))
    #expect(!read.usesCandidate)
    #expect(read.notUnderstood == [])
  }

  @Test func `attributes that must be understood are named, the others are passed over`() throws {
    let datagram = bytes(
      "00010018 2112a442 b7e7a701bc34d686fa87dfae c0570004 00010005 77770009 000102030405060708000000")
    let message = try STUNMessage(parsing: datagram.span)
    #expect(message.notUnderstood == [0x7777])
    #expect(!message.hasFingerprint)
    #expect(message.integrityOffset == nil)
  }

  @Test func `STUN is told from other datagrams by first byte and cookie`() {
    #expect(STUNMessage.isSTUN(Self.request))
    #expect(!STUNMessage.isSTUN([UInt8](Self.request.prefix(19))))
    #expect(!STUNMessage.isSTUN([0x80] as [UInt8] + Self.request.dropFirst()))
    #expect(!STUNMessage.isSTUN([UInt8](repeating: 0, count: 40)))
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
