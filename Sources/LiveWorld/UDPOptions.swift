/// How a UDP socket is made.
public struct UDPOptions: Hashable, Sendable {
  /// The kernel's receive buffer in bytes, its own overhead included (a 172-byte RTP packet takes about 770).
  public var receiveBuffer: Int
  /// The kernel's send buffer in bytes.
  public var sendBuffer: Int
  /// The longest datagram received, in bytes: 2048 for media, 65,535 for SIP.
  public var slotBytes: Int

  /// Buffers of 4 MiB: the system's defaults drop bursts, and that looks like a fault of the peer.
  public init(receiveBuffer: Int = 4 << 20, sendBuffer: Int = 4 << 20, slotBytes: Int = 2048) {
    self.receiveBuffer = receiveBuffer
    self.sendBuffer = sendBuffer
    self.slotBytes = slotBytes
  }
}
