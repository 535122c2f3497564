import LiveWorld
import Testing

@Suite struct HostFactsTests {
  @Test func `facts are found in the kernel's texts`() {
    let facts = HostFacts(
      cpuInfo: "processor\t: 0\nmodel name\t: Some CPU @ 3: GHz\nprocessor\t: 1\nmodel name\t: Other\n",
      memInfo: "MemTotal:       24000000 kB\nMemFree: 1 kB\n",
      osRelease: "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n", cores: 2,
      kernel: "Linux 6.1", architecture: "x86_64")
    #expect(facts.cpuModel == "Some CPU @ 3: GHz")
    #expect(facts.memoryBytes == 24_576_000_000)
    #expect(facts.distribution == "Debian GNU/Linux 12 (bookworm)")
  }

  @Test func `what the texts do not tell has a stand-in`() {
    let facts = HostFacts(
      cpuInfo: "", memInfo: "MemTotal: much\n", osRelease: "", cores: 1, kernel: "Linux",
      architecture: "aarch64")
    #expect(facts.cpuModel == "aarch64")
    #expect(facts.memoryBytes == 0)
    #expect(facts.distribution == "unknown distribution")
  }

  @Test func `this machine has a CPU, memory and a kernel`() {
    let facts = HostFacts.read()
    #expect(facts.cores >= 1)
    #expect(facts.memoryBytes > 1 << 20)
    #expect(facts.kernel.hasPrefix("Linux "))
    #expect(!facts.cpuModel.isEmpty)
  }
}
