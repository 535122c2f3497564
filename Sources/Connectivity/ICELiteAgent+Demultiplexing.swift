extension ICELiteAgent {
  /// The fragment of ours that a binding request is addressed to: what stands before the colon of its
  /// USERNAME.
  ///
  /// For choosing the agent of a check from an unknown source on a shared socket. Nothing is verified, the
  /// answer may be forged; `nil` when the datagram is no binding request or has no such USERNAME.
  public static func localFragment(of datagram: Span<UInt8>) -> String? {
    guard STUNMessage.isSTUN(datagram), STUNMessage.half(at: 0, in: datagram) == STUNMessage.binding else {
      return nil
    }
    var offset = STUNMessage.headerBytes
    while datagram.count - offset >= 4 {
      let type = STUNMessage.half(at: offset, in: datagram)
      let end = offset + 4 + Int(STUNMessage.half(at: offset + 2, in: datagram))
      guard end <= datagram.count else { return nil }
      if type == STUNAttribute.username { return fragment(in: offset + 4..<end, of: datagram) }
      offset = end + (-end & 3)
    }
    return nil
  }

  private static func fragment(in range: Range<Int>, of datagram: Span<UInt8>) -> String? {
    // A fragment longer than ours ever are is of no interest, however long it is.
    for index in range.prefix(257) {
      if datagram[index] == UInt8(ascii: ":") {
        let bytes = STUNMessage.bytes(range.lowerBound..<index, of: datagram)
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
      }
      guard ICECredentials.isICECharacter(datagram[index]) else { return nil }
    }
    return nil
  }
}
