import COrtp

/// A packet that oRTP gave out; freed with its last use.
struct OrtpPacket: ~Copyable {
  private let message: UnsafeMutablePointer<mblk_t>
  /// The payload type number, one of `OrtpLibrary.PayloadNumber`.
  let number: UInt8
  /// The timestamp in ticks.
  let ticks: UInt32

  init(_ message: UnsafeMutablePointer<mblk_t>, ticks: UInt32) {
    self.message = message
    number = UInt8(truncatingIfNeeded: callbridge_ortp_payload_type(message))
    self.ticks = ticks
  }

  deinit { freemsg(message) }

  /// The payload; readable while the packet lives.
  var payload: UnsafeBufferPointer<UInt8> {
    guard let start = message.pointee.b_rptr, let end = message.pointee.b_wptr,
      end - start > RTPDatagram.fixedHeaderSize
    else { return UnsafeBufferPointer(start: nil, count: 0) }
    let payload = start + RTPDatagram.fixedHeaderSize
    return UnsafeBufferPointer(start: payload, count: end - payload)
  }
}
