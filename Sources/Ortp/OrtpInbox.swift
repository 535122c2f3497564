import COrtp

/// What passes between a session's owner and the callbacks that oRTP makes from inside
/// `rtp_session_recvm_with_ts`: the one datagram to be read, and the telephone event it turned out to be.
struct OrtpInbox {
  /// The longest payload that is handed over: 160 ms of G.711, more than any sender packs.
  static let maximumPayload = 1_280
  /// Room for the fixed header and the longest payload.
  static let bufferSize = RTPDatagram.fixedHeaderSize + maximumPayload

  /// The header, written anew in 12 bytes without contributing sources, extension and padding.
  var header = [12 of UInt8](repeating: 0)
  /// The payload, readable during one call only; `nil` when there is nothing to read.
  var payload: UnsafeRawBufferPointer?
  /// The arrival in whole seconds; not zero, as oRTP would ask the real clock then.
  var arrivalSeconds = 1
  /// The telephone event that was read.
  var event: TelephoneEventPacket?

  /// Moves the datagram into `message`; the number of bytes, 0 when there is none.
  mutating func deliver(into message: UnsafeMutablePointer<mblk_t>) -> Int32 {
    guard let payload, let start = message.pointee.b_wptr else { return 0 }
    self.payload = nil
    message.pointee.timestamp.tv_sec = arrivalSeconds
    for index in header.indices { start[index] = header[index] }
    if let bytes = payload.baseAddress {
      UnsafeMutableRawPointer(start + header.count).copyMemory(from: bytes, byteCount: payload.count)
    }
    return Int32(header.count + payload.count)
  }

  /// Notes the event in `message`, whose header oRTP has brought into host order.
  mutating func noteEvent(in message: UnsafeMutablePointer<mblk_t>) {
    guard let start = message.pointee.b_rptr, let end = message.pointee.b_wptr,
      end - start >= RTPDatagram.fixedHeaderSize + 4
    else { return }
    let payload = start + RTPDatagram.fixedHeaderSize
    event = TelephoneEventPacket(
      code: payload[0], isEnd: payload[1] & 0x80 != 0, duration: UInt16(payload[2]) << 8 | UInt16(payload[3]),
      timestamp: UnsafeRawPointer(start).loadUnaligned(fromByteOffset: 4, as: UInt32.self))
  }
}
