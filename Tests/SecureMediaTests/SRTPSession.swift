import SecureMedia
import Testing

/// A sender and a receiver with one master key.
struct SRTPSession {
  let profile: SRTPProfile
  let sender: SRTPSender
  let receiver: SRTPReceiver

  init(_ profile: SRTPProfile, seed: UInt64 = 1) {
    self.profile = profile
    let master = Samples.master(profile, seed)
    sender = SRTPSender(profile: profile, master: master)
    receiver = SRTPReceiver(profile: profile, master: master)
  }

  /// What the sender makes of a packet that it must take.
  func protected(_ packet: [UInt8]) -> [UInt8] {
    var bytes = packet
    #expect(sender.protect(&bytes))
    return bytes
  }

  /// What the sender makes of an RTCP packet that it must take.
  func protectedControl(_ packet: [UInt8]) -> [UInt8] {
    var bytes = packet
    #expect(sender.protectControl(&bytes))
    return bytes
  }

  /// The receiver's verdict, and what it wrote.
  func received(_ packet: [UInt8]) -> (verdict: SRTPVerdict, plain: [UInt8]) {
    var plain: [UInt8] = [0xEE]
    let verdict = receiver.unprotect(packet.span, into: &plain)
    return (verdict, plain)
  }

  /// The receiver's verdict on RTCP, and what it wrote.
  func receivedControl(_ packet: [UInt8]) -> (verdict: SRTPVerdict, plain: [UInt8]) {
    var plain: [UInt8] = [0xEE]
    let verdict = receiver.unprotectControl(packet.span, into: &plain)
    return (verdict, plain)
  }
}
