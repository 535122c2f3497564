import CSockets
import Glibc

/// The machine a run was made on, for reports: nothing that names its owner.
public struct HostFacts: Hashable, Sendable {
  /// `AMD EPYC`, or the architecture where the kernel does not tell.
  public var cpuModel: String
  /// CPUs this process may use.
  public var cores: Int
  /// `Linux 6.18.44`.
  public var kernel: String
  /// Memory of the machine, bytes; 0 when unknown.
  public var memoryBytes: Int
  /// `Debian GNU/Linux 12 (bookworm)`.
  public var distribution: String

  /// Reads them from this machine.
  public static func read() -> HostFacts {
    var names = utsname()
    uname(&names)
    let release = text(&names.release)
    return HostFacts(
      cpuInfo: SystemFile.text("/proc/cpuinfo") ?? "", memInfo: SystemFile.text("/proc/meminfo") ?? "",
      osRelease: SystemFile.text("/etc/os-release") ?? "", cores: usableCores(),
      kernel: "\(text(&names.sysname)) \(release)", architecture: text(&names.machine))
  }

  /// From the texts of `/proc/cpuinfo`, `/proc/meminfo` and `/etc/os-release`.
  package init(
    cpuInfo: String, memInfo: String, osRelease: String, cores: Int, kernel: String, architecture: String
  ) {
    let model = SystemFile.value(of: "model name", separator: ":", in: cpuInfo)
    cpuModel = model.map { String($0) } ?? architecture
    self.cores = cores
    self.kernel = kernel
    let memory = SystemFile.value(of: "MemTotal", separator: ":", in: memInfo)?.split(separator: " ").first
    memoryBytes = (memory.flatMap { Int($0) } ?? 0) << 10
    let name = SystemFile.value(of: "PRETTY_NAME", separator: "=", in: osRelease)
    distribution = name.map { String($0.filter { $0 != "\"" }) } ?? "unknown distribution"
  }

  private static func usableCores() -> Int {
    let usable = Int(cs_usable_cpus())
    return usable > 0 ? usable : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// The text in a C array of characters.
  private static func text<Characters>(_ characters: inout Characters) -> String {
    withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
