import Foundation
import LiveWorld
import SansIO
import Synchronization

/// Blocks of free ports for programs that must be told theirs.
enum Ports {
  /// Below what the kernel gives to sockets that do not care, and apart from the programs' defaults.
  private static let range = 10_240..<19_968
  private static let cursor = Mutex(range.lowerBound + Int(getpid()) * 64 % (range.count / 2))

  /// `count` neighbouring ports from an even one on, all of them free at this moment, and handed out to
  /// nobody else in this process.
  static func take(_ count: Int) throws -> ClosedRange<UInt16> {
    try cursor.withLock { next in
      let size = count + count % 2
      for _ in 0..<range.count / size {
        if next + size > range.upperBound { next = range.lowerBound }
        let block = UInt16(next)...UInt16(next + count - 1)
        next += size
        if block.allSatisfy(isFree) { return block }
      }
      throw Programs.Missing("no \(count) ports in a row are free in \(range)")
    }
  }

  /// One free port.
  static func one() throws -> UInt16 { try take(1).lowerBound }

  private static func isFree(_ port: UInt16) -> Bool {
    let address = TransportAddress(.loopback, port)
    return (try? UDPSocket(bind: address)) != nil && (try? TCPListener(bind: address)) != nil
  }
}

extension Ports {
  /// Whether somebody receives at `port` of 127.0.0.1, by the kernel's list: to try it would be to hold it.
  static func isHeld(_ port: UInt16, _ transport: SIPp.Transport) -> Bool {
    let name = transport == .udp ? "udp" : "tcp"
    guard let table = try? String(contentsOfFile: "/proc/net/\(name)", encoding: .utf8) else { return false }
    // The address as the kernel keeps it, the lowest byte first.
    let address = "0100007F:" + String(format: "%04X", port)
    return table.split(separator: "\n").contains { line in
      let fields = line.split(separator: " ")
      return fields.count > 1 && fields[1] == address
    }
  }
}

extension ClosedRange<UInt16> {
  /// The block as settings want it, `10240-10259`.
  var setting: String { "\(lowerBound)-\(upperBound)" }
}
