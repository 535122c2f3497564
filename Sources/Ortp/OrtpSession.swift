import COrtp
import SansIO

/// One `RtpSession` without sockets and without RTCP: packets come in through its transport hook, the clock
/// is the timestamp that every call is given.
///
/// oRTP reads the real clock only for its bandwidth figures, the time of the last packet and its RTCP
/// schedule, which nothing here uses; ordering, clock estimate and release know no other time than `ticks`.
struct OrtpSession: ~Copyable {
  /// The packets the session keeps at most: 320 ms of 10 ms packets.
  static let capacity: Int32 = 32
  /// The delay oRTP is told to keep: so long that it never gives a packet out while one comes in. `take`
  /// chooses.
  private static let heldBack: Int32 = 2_000

  private let session: UnsafeMutablePointer<RtpSession>
  private let inbox: UnsafeMutablePointer<OrtpInbox>
  private var lastUserTimestamp: UInt32 = 0

  init() {
    let profile = OrtpLibrary.profile
    guard let session = rtp_session_new(Int32(RTP_SESSION_RECVONLY.rawValue)) else {
      preconditionFailure("oRTP: out of memory")
    }
    self.session = session
    inbox = .allocate(capacity: 1)
    inbox.initialize(to: OrtpInbox())
    rtp_session_set_profile(session, profile)
    rtp_session_enable_rtcp(session, 0)
    rtp_session_set_recv_buf_size(session, Int32(OrtpInbox.bufferSize))
    rtp_session_set_time_jump_limit(session, 0)
    configureJitterBuffer()
    // Only now does the delay take effect, and the clock rate: payload type 0 would not count as a change
    // later.
    rtp_session_set_recv_payload_type(session, Int32(OrtpLibrary.PayloadNumber.pcmu))
    rtp_session_signal_connect(
      session, "telephone-event_packet",
      { _, message, inbox, _ in
        guard let message, let inbox else { return }
        inbox.assumingMemoryBound(to: OrtpInbox.self).pointee.noteEvent(
          in: message.assumingMemoryBound(to: mblk_t.self))
      }, inbox)
    attachTransports()
  }

  deinit {
    rtp_session_destroy(session)
    inbox.deinitialize(count: 1)
    inbox.deallocate()
  }

  /// How far the sender's clock is ahead of `arrival` on average, in ticks.
  var clockOffset: Int32 { callbridge_ortp_clock_offset(session) }
  /// How late packets are on average, early ones counted as 0, in ticks.
  var lateness: Float { callbridge_ortp_lateness(session) }
  /// Packets that were there already.
  var duplicates: Int { Int(clamping: session.pointee.stats.packet_dup_recv) }
  /// Packets pushed out because the buffer was full.
  var overflowed: Int { Int(clamping: session.pointee.stats.discarded) }

  /// Hands a packet in that arrived at `arrival` ticks; answers what it tells of a telephone event.
  mutating func submit(
    _ payload: UnsafeRawBufferPointer, number: UInt8, sequenceNumber: UInt16, ticks: UInt32, arrival: UInt32,
    at now: Instant
  ) -> TelephoneEventPacket? {
    inbox.pointee.payload = payload
    inbox.pointee.arrivalSeconds = max(1, Int(now.nanoseconds / 1_000_000_000))
    writeHeader(number, sequenceNumber, ticks)
    // Asked twice for the same instant oRTP does not read.
    lastUserTimestamp = arrival == lastUserTimestamp ? arrival &+ 1 : arrival
    if let early = rtp_session_recvm_with_ts(session, lastUserTimestamp) { freemsg(early) }
    defer {
      inbox.pointee.payload = nil
      inbox.pointee.event = nil
    }
    return inbox.pointee.event
  }

  /// The oldest packet whose timestamp is not after `ticks`.
  mutating func take(upTo ticks: UInt32) -> OrtpPacket? {
    let offset = UInt32(bitPattern: callbridge_ortp_own_delay(session) &- clockOffset)
    lastUserTimestamp = ticks &+ offset
    guard let message = rtp_session_recvm_with_ts(session, lastUserTimestamp) else { return nil }
    return OrtpPacket(message, ticks: callbridge_ortp_last_timestamp(session))
  }

  /// Drops all packets and forgets the clock of the sender.
  mutating func resynchronise() { rtp_session_resync(session) }

  private func configureJitterBuffer() {
    var parameters = JBParameters()
    rtp_session_get_jitter_buffer_params(session, &parameters)
    parameters.min_size = OrtpSession.heldBack
    parameters.nom_size = OrtpSession.heldBack
    parameters.max_size = OrtpSession.heldBack
    parameters.max_packets = OrtpSession.capacity
    // Without this oRTP takes the first packet's transit time for that of all and never follows a drifting
    // clock.
    parameters.adaptive = 1
    parameters.buffer_algorithm = OrtpJitterBufferBasic
    rtp_session_set_jitter_buffer_params(session, &parameters)
  }

  private func attachTransports() {
    var rtp: UnsafeMutablePointer<RtpTransport>?
    var rtcp: UnsafeMutablePointer<RtpTransport>?
    rtp_session_get_transports(session, &rtp, &rtcp)
    meta_rtp_transport_set_endpoint(
      rtp,
      OrtpSession.endpoint(inbox) { transport, message, _, _, fromLength in
        guard let inbox = transport?.pointee.data, let message else { return 0 }
        fromLength?.pointee = 0
        return inbox.assumingMemoryBound(to: OrtpInbox.self).pointee.deliver(into: message)
      })
    // Without an endpoint of its own the RTCP side would call recvmsg() on no descriptor, once per packet.
    meta_rtp_transport_set_endpoint(rtcp, OrtpSession.endpoint(nil) { _, _, _, _, _ in 0 })
  }

  /// A transport that reads by `receive` and sends nowhere; oRTP frees it with the session.
  private static func endpoint(
    _ inbox: UnsafeMutablePointer<OrtpInbox>?,
    _ receive:
      @escaping @convention(c) (
        UnsafeMutablePointer<RtpTransport>?, UnsafeMutablePointer<mblk_t>?, Int32,
        UnsafeMutablePointer<sockaddr>?,
        UnsafeMutablePointer<socklen_t>?
      ) -> Int32
  ) -> UnsafeMutablePointer<RtpTransport> {
    let endpoint = UnsafeMutablePointer<RtpTransport>.allocate(capacity: 1)
    endpoint.initialize(to: RtpTransport())
    endpoint.pointee.data = UnsafeMutableRawPointer(inbox)
    endpoint.pointee.t_getsocket = { _ in -1 }
    endpoint.pointee.t_sendto = { _, message, _, _, _ in Int32(clamping: msgdsize(message)) }
    endpoint.pointee.t_recvfrom = receive
    endpoint.pointee.t_close = { _ in }
    endpoint.pointee.t_destroy = { $0?.deallocate() }
    return endpoint
  }

  private func writeHeader(_ number: UInt8, _ sequenceNumber: UInt16, _ ticks: UInt32) {
    // Version 2, no padding, extension or sources; one source identifier for all, as sources are told apart
    // before.
    inbox.pointee.header[0] = 0x80
    inbox.pointee.header[1] = number
    inbox.pointee.header[2] = UInt8(truncatingIfNeeded: sequenceNumber >> 8)
    inbox.pointee.header[3] = UInt8(truncatingIfNeeded: sequenceNumber)
    for index in 0..<4 {
      inbox.pointee.header[4 + index] = UInt8(truncatingIfNeeded: ticks >> UInt32(24 - 8 * index))
    }
  }
}
