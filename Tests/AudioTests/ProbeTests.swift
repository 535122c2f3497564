import Audio
import Testing

@Suite struct ProbeTests {
  @Test func `a probe has its length, level and peak`() {
    for bits in stride(from: 0, to: 65_536, by: 4_099) {
      let probe = Probe.samples(code: ProbeCode(ProbeIdentity(bits: UInt16(bits))))
      #expect(probe.count == Probe.length)
      #expect(abs(Level(of: probe.span).dBm0 + 11) < 0.2)
      #expect(probe.allSatisfy { abs(Int($0)) < 7_000 })
    }
  }

  @Test func `a probe stays inside the telephone band`() {
    let probe = Probe.samples(code: ProbeCode(ProbeIdentity(bits: 0xA53C)))
    var (inside, outside) = (0.0, 0.0)
    for frequency in stride(from: 20.0, to: 4_000, by: 20) {
      var (a, b) = (
        Tone(frequency: frequency, level: Level(dBm0: 0)),
        Tone(frequency: frequency, level: Level(dBm0: 0), phase: .pi / 2)
      )
      let sums = probe.reduce(into: (0.0, 0.0)) {
        $0.0 += Double($1) * a.next()
        $0.1 += Double($1) * b.next()
      }
      let power = sums.0 * sums.0 + sums.1 * sums.1
      if (300...3_400).contains(frequency) { inside += power } else { outside += power }
    }
    #expect(outside < inside * 0.01)
  }

  @Test func `identities pack and wrap`() {
    let identity = ProbeIdentity(call: 1_234, role: 2, sequence: 5)
    #expect(identity.call == 1_234 && identity.role == 2 && identity.sequence == 5)
    #expect(ProbeIdentity(call: 1_234 + 2_048, role: 6, sequence: 13) == identity)
    #expect(ProbeIdentity(call: -1, role: 0, sequence: 0).call == 2_047)
    #expect(
      Set((0..<65_536).map { ProbeIdentity(call: $0 >> 5, role: $0 >> 3, sequence: $0).bits }).count == 65_536
    )
  }

  @Test func `different codes are different signals`() {
    let first = Probe.samples(code: ProbeCode(ProbeIdentity(bits: 1)))
    let second = Probe.samples(code: ProbeCode(ProbeIdentity(bits: 2)))
    #expect(first[..<1_024] == second[..<1_024])
    #expect(first[1_024...] != second[1_024...])
  }
}
