extension OrtpPacket {
  /// The law of an audio packet; `nil` for comfort noise.
  var variant: G711Variant? {
    switch number {
    case OrtpLibrary.PayloadNumber.pcmu: .pcmu
    case OrtpLibrary.PayloadNumber.pcma: .pcma
    default: nil
    }
  }

  /// The level of a comfort noise packet, in -dBov (RFC 3389 §3.1); 127, the softest, when it has none.
  var noiseLevel: UInt8 { payload.first.map { $0 & 0x7F } ?? 127 }
}
