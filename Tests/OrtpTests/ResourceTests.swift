import Foundation
import Ortp
import SansIO
import Testing

@Suite(.serialized) struct ResourceTests {
  /// Resident memory in bytes.
  private func resident() throws -> Int {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
    return Int(pages)! * 4_096
  }

  private func descriptors() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
  }

  /// Makes, uses and drops `count` playouts.
  private func live(_ count: Int) {
    let arrivals = Phone().speak(.milliseconds(60))
    for _ in 0..<count {
      var playout = OrtpPlayout.usual()
      _ = Heard(arrivals, with: &playout, until: .milliseconds(60))
      playout.receive(Phone().packet(0, 0, [1, 0x0A, 0, 160], payloadType: 101).span, at: .milliseconds(120))
    }
  }

  @Test func `ten thousand playouts leave no memory and open no descriptor`() throws {
    live(200)
    let before = try descriptors()
    let memory = try resident()
    live(10_000)
    let growth = try resident() - memory
    // Other suites run beside, with some MB of their own; a leaked session would be 14 kB each, 140 MB.
    #expect(growth < 40_000_000, "\(growth) bytes")
    #expect(try abs(descriptors() - before) < 20)
  }

  @Test func `playouts made at once on many threads initialise the library once`() async {
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<16 {
        group.addTask {
          var playout = OrtpPlayout.usual()
          let heard = Heard(
            Phone().speak(.milliseconds(400)), with: &playout, phase: .milliseconds(6),
            until: .milliseconds(600))
          return heard.frames.count
        }
      }
      for await count in group { #expect(count == 20) }
    }
  }
}
