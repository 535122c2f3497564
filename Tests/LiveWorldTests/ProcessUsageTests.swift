import LiveWorld
import SansIO
import Testing

@Suite struct ProcessUsageTests {
  private let status = "Name:\tx\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\nThreads:\t5\n"

  private func stat(name: String) -> String {
    "77 (\(name)) S 1 77 77 0 -1 4194560 900 0 0 0 250 31 0 0 20 0 5 0 12345 999424 300 18446744073709551615"
  }

  @Test(arguments: ["callbridge", "a) S 9 (b", "two words", ")))"])
  func `a program's name does not confuse the reading`(name: String) throws {
    let usage = try #require(
      ProcessUsage(stat: stat(name: name), status: status, descriptors: 12, ticksPerSecond: 100))
    #expect(usage.userCPU == .milliseconds(2_500))
    #expect(usage.systemCPU == .milliseconds(310))
    #expect(usage.totalCPU == .milliseconds(2_810))
    #expect(usage.residentBytes == 1 << 20)
    #expect(usage.peakResidentBytes == 2 << 20)
    #expect(usage.threads == 5)
    #expect(usage.descriptors == 12)
  }

  @Test func `a zombie without memory and other texts give nothing`() {
    #expect(
      ProcessUsage(stat: stat(name: "x"), status: "Name:\tx\n", descriptors: 0, ticksPerSecond: 100) == nil)
    #expect(ProcessUsage(stat: "77 (x) S 1", status: status, descriptors: 0, ticksPerSecond: 100) == nil)
    #expect(ProcessUsage(stat: "", status: status, descriptors: 0, ticksPerSecond: 100) == nil)
  }

  @Test func `this process has memory, threads and descriptors`() throws {
    let usage = try #require(ProcessUsage.own)
    #expect(usage.residentBytes > 1 << 20)
    #expect(usage.peakResidentBytes >= usage.residentBytes / 2)
    #expect(usage.threads >= 1)
    #expect(usage.descriptors >= 3)
  }

  @Test func `a child is read while it lives and not after`() throws {
    let child = try ChildProcess(.init("sleep", ["60"], output: .discarded, errors: .discarded))
    let usage = try #require(ProcessUsage(pid: child.pid))
    #expect(usage.threads == 1)
    #expect(child.terminate(limit: .milliseconds(30_000)) == .signalled(15))
    #expect(ProcessUsage(pid: child.pid) == nil)
  }
}
