import FoundationEssentials
import RoomMessages
import SwiftProtobuf

extension JoinPetition {
  /// Reads the query of `/rtc/v1`: names and values, percent-decoded.
  public init(version1 query: [String: String]) throws(PetitionError) {
    guard let value = query["join_request"], !value.isEmpty else { throw .missing }
    try self.init(joinRequest: value)
  }

  /// Reads a query value `join_request`, percent-decoded: base64url, padded or not, of a WrappedJoinRequest.
  public init(joinRequest value: String) throws(PetitionError) {
    guard value.utf8.count <= Self.longestQueryValue else { throw .tooLong(bytes: value.utf8.count) }
    guard let bytes = Base64.decode(value, alphabet: .urlSafe) else { throw .encoding }
    guard let wrapper = try? Livekit_WrappedJoinRequest(serializedBytes: bytes) else { throw .wrapper }
    let packed = [UInt8](wrapper.joinRequest)
    let message: [UInt8]
    switch wrapper.compression {
    case .none: message = packed
    case .gzip:
      do throws(GzipError) {
        message = try Gzip.unpack(packed, limit: Self.longestMessage)
      } catch { throw .gzip(error) }
    case .UNRECOGNIZED(let number): throw .compression(number: number)
    }
    guard message.count <= Self.longestMessage,
      let request = try? Livekit_JoinRequest(serializedBytes: message)
    else { throw .message }
    try self.init(request)
  }

  private init(_ request: Livekit_JoinRequest) throws(PetitionError) {
    // Unlike in version 0, a client that says nothing about subscribing does not want to.
    self.init(
      client: request.clientInfo, autoSubscribe: request.connectionSettings.autoSubscribe,
      isSinglePeerConnection: true)
    adaptiveStream = request.connectionSettings.adaptiveStream
    publisherOffer = request.hasPublisherOffer ? request.publisherOffer : nil
    addTrackRequests = request.addTrackRequests
    attributes = request.participantAttributes
    metadata = request.metadata
    guard request.reconnect else { return }
    guard !request.participantSid.isEmpty else { throw .resumptionOfNobody }
    resumption = Resumption(
      participantSid: request.participantSid, reason: request.reconnectReason,
      state: request.hasSyncState ? request.syncState : nil)
  }

  /// The query value `join_request` of this wish, to be put into the URL of `/rtc/v1` as it is.
  ///
  /// Packed by gzip where that makes it shorter, and padded (as `%3D`), for LiveKit's server takes no other.
  public var encodedQueryValue: String {
    var request = Livekit_JoinRequest()
    request.clientInfo = client
    request.connectionSettings.autoSubscribe = autoSubscribe
    request.connectionSettings.adaptiveStream = adaptiveStream
    if let publisherOffer { request.publisherOffer = publisherOffer }
    request.addTrackRequests = addTrackRequests
    request.participantAttributes = attributes
    request.metadata = metadata
    if let resumption {
      request.reconnect = true
      request.reconnectReason = resumption.reason
      request.participantSid = resumption.participantSid
      if let state = resumption.state { request.syncState = state }
    }
    let message = SignalCodec.bytes(of: request)
    let packed = Gzip.pack(message)
    var wrapper = Livekit_WrappedJoinRequest()
    wrapper.compression = packed.count < message.count ? .gzip : .none
    wrapper.joinRequest = Data(wrapper.compression == .gzip ? packed : message)
    let text = Base64.encode(SignalCodec.bytes(of: wrapper), alphabet: .urlSafe, padded: true)
    let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    return text.dropLast(padding) + String(repeating: "%3D", count: padding)
  }
}
