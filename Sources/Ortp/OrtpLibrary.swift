import COrtp

/// The process-wide part of oRTP: initialised once, its log silenced, and one table of payload types for all
/// sessions.
enum OrtpLibrary {
  /// Ticks of the clock that oRTP is given, per sample at 8 kHz.
  ///
  /// oRTP keeps its clock offset as a whole number and rounds it towards zero after each packet, where a
  /// packet moves it by a hundredth: differences below 100 ticks are lost. At 8 kHz that were 12.5 ms; at 128
  /// kHz it is 0.8 ms.
  static let ticksPerSample: UInt32 = 16

  /// The payload type numbers that sessions see, whatever the call negotiated.
  enum PayloadNumber {
    static let pcmu: UInt8 = 0
    static let pcma: UInt8 = 8
    static let comfortNoise: UInt8 = 13
    static let telephoneEvent: UInt8 = 101
  }

  /// The table of payload types; read-only once made. First use initialises the library, whichever thread it
  /// is on.
  nonisolated(unsafe) static let profile: UnsafeMutablePointer<RtpProfile> = {
    callbridge_ortp_keep_memory()
    ortp_init()
    callbridge_ortp_silence_log()
    guard let profile = rtp_profile_new("callbridge") else { preconditionFailure("oRTP: out of memory") }
    for number in [PayloadNumber.pcmu, PayloadNumber.pcma, PayloadNumber.comfortNoise] {
      rtp_profile_set_payload(profile, Int32(number), payloadType("audio"))
    }
    rtp_profile_set_payload(profile, Int32(PayloadNumber.telephoneEvent), payloadType("telephone-event"))
    return profile
  }()

  private static func payloadType(_ name: String) -> UnsafeMutablePointer<PayloadType> {
    guard let type = payload_type_new() else { preconditionFailure("oRTP: out of memory") }
    // Of audio that is due oRTP's contract is to give out the newest packet and to drop the ones before it,
    // such as the first of two 10 ms packets (5.1.64 happens not to). "Video" comes packet by packet, oldest
    // first.
    type.pointee.type = PAYLOAD_VIDEO
    type.pointee.clock_rate = Int32(8_000 * ticksPerSample)
    type.pointee.channels = 1
    type.pointee.mime_type = ortp_strdup(name)
    return type
  }
}
