/// The ports of room legs on a virtual host. Those given back go to the end of the line, so that a late datagram seldom meets a
/// new owner.
struct RoomPorts {
  private var fresh: UInt16 = 1024
  private var returned: [UInt16] = []
  private var head = 0
  private var taken: Set<UInt16> = []

  /// How many are open.
  var open: Int { taken.count }

  /// A port that nobody has; `nil` when all are taken.
  mutating func take() -> UInt16? {
    let port: UInt16
    if fresh < UInt16.max {
      port = fresh
      fresh += 1
    } else if head < returned.count {
      port = returned[head]
      head += 1
      if head > 1024, head * 2 > returned.count {
        returned.removeFirst(head)
        head = 0
      }
    } else {
      return nil
    }
    taken.insert(port)
    return port
  }

  /// Gives a port back.
  mutating func release(_ port: UInt16) { if taken.remove(port) != nil { returned.append(port) } }

  /// Whether somebody has it.
  func isOpen(_ port: UInt16) -> Bool { taken.contains(port) }
}
