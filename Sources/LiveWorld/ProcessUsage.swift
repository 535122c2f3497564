import Glibc
public import SansIO

/// What a process has used, as the kernel counts it.
public struct ProcessUsage: Hashable, Sendable {
  /// CPU time in the program, over all threads; the kernel counts in steps of 10 ms.
  public var userCPU: Interval
  /// CPU time in the kernel for the program, over all threads.
  public var systemCPU: Interval
  /// Memory in RAM, bytes.
  public var residentBytes: Int
  /// The most memory it ever had in RAM, bytes.
  public var peakResidentBytes: Int
  /// Threads.
  public var threads: Int
  /// Open file descriptors.
  public var descriptors: Int

  /// Both kinds of CPU time.
  public var totalCPU: Interval { userCPU + systemCPU }

  /// Reads `/proc/<pid>`; `nil` when there is no such process or it has ended.
  public init?(pid: Int32) {
    guard let stat = SystemFile.text("/proc/\(pid)/stat"),
      let status = SystemFile.text("/proc/\(pid)/status"),
      let descriptors = SystemFile.entries(in: "/proc/\(pid)/fd")
    else { return nil }
    self.init(
      stat: stat, status: status, descriptors: descriptors, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)))
  }

  /// This process.
  public static var own: ProcessUsage? { ProcessUsage(pid: getpid()) }

  /// From the texts of `stat` and `status`; `nil` when they are not such, as for a zombie without memory.
  package init?(stat: String, status: String, descriptors: Int, ticksPerSecond: Int) {
    // The name may contain blanks and parentheses; the last parenthesis ends it. Field 3 follows.
    guard let nameEnd = stat.lastIndex(of: ")"), ticksPerSecond > 0 else { return nil }
    let fields = stat[stat.index(after: nameEnd)...].split(separator: " ")
    guard fields.count > 17, let user = Int64(fields[11]), let system = Int64(fields[12]),
      let threads = Int(fields[17]), let resident = ProcessUsage.bytes(of: "VmRSS", in: status),
      let peak = ProcessUsage.bytes(of: "VmHWM", in: status)
    else { return nil }
    let tick = 1_000_000_000 / Int64(ticksPerSecond)
    userCPU = Interval(nanoseconds: user * tick)
    systemCPU = Interval(nanoseconds: system * tick)
    residentBytes = resident
    peakResidentBytes = peak
    self.threads = threads
    self.descriptors = descriptors
  }

  private static func bytes(of key: String, in status: String) -> Int? {
    let words = SystemFile.value(of: key, separator: ":", in: status)?.split(separator: " ")
    guard let words, words.count == 2, words[1] == "kB", let kilobytes = Int(words[0]) else { return nil }
    return kilobytes << 10
  }
}
