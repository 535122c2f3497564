import SansIO

/// Watches packets that do not fit the present stream, until enough of them in a row tell of a new one
/// (the idea of RFC 3550 §A.1): a stray packet changes nothing, a new source or time line is soon followed.
struct SourceProbation {
  /// How far the transit times of two packets in a row may differ, in ticks: 10 ms.
  /// Packets that were held up and come in one burst differ by their length, 20 ms mostly.
  private static let tolerance: UInt32 = 80 * OrtpLibrary.ticksPerSample

  private struct Candidate {
    var ssrc: UInt32
    var sequenceNumber: UInt16
    var transit: UInt32
    var count: Int
  }

  private var candidate: Candidate?

  /// Takes a packet that does not fit; true when it is the `needed`th in a row that fits with the one before.
  mutating func confirms(_ datagram: RTPDatagram, transit: UInt32, needed: Int) -> Bool {
    var count = 1
    if let candidate, candidate.ssrc == datagram.ssrc,
      datagram.sequenceNumber == candidate.sequenceNumber &+ 1,
      Int32(bitPattern: transit &- candidate.transit).magnitude <= SourceProbation.tolerance
    {
      count = candidate.count + 1
    }
    candidate = Candidate(
      ssrc: datagram.ssrc, sequenceNumber: datagram.sequenceNumber, transit: transit, count: count)
    return count >= needed
  }

  /// Forgets the packets so far: the present stream goes on, or a new one was accepted.
  mutating func clear() { candidate = nil }
}
