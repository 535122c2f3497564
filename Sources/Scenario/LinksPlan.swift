public import SansIO

/// The network between a bridge and the people who use it, where it is simulated.
public struct LinksPlan: Sendable, Equatable {
  /// One way of a path; both ways are alike and each draws for itself.
  public struct Path: Sendable, Equatable {
    /// Least time from sending to arrival.
    public var delay: Interval
    /// What every datagram takes on top at most, evenly drawn. More than the distance of two packets lets them overtake each
    /// other.
    public var jitter: Interval
    /// Share of the datagrams that never arrive, 0..<1, each drawn by itself.
    public var loss: Double

    /// A path; without figures that of a loopback.
    public init(delay: Interval = .microseconds(50), jitter: Interval = .zero, loss: Double = 0) {
      self.delay = delay
      self.jitter = jitter
      self.loss = loss
    }
  }

  /// Between the bridge and telephones: SIP, RTP and RTCP.
  public var phones: Path
  /// Between the bridge and participants: signalling and media.
  public var rooms: Path

  /// Links; without figures those of a loopback.
  public init(phones: Path = Path(), rooms: Path = Path()) {
    self.phones = phones
    self.rooms = rooms
  }
}

extension LinksPlan.Path: CustomStringConvertible {
  /// As in `20 ms + 0...5 ms, loss 1 %`.
  public var description: String {
    let spread = jitter > .zero ? " + 0...\(Wording.length(jitter))" : ""
    return "\(Wording.length(delay))\(spread), loss \(Wording.decimal(loss * 100)) %"
  }
}
