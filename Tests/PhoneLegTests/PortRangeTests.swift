import PhoneLeg
import Testing

@Suite struct PortRangeTests {
  private func takeAll(_ range: inout PortRange) -> [UInt16] {
    var taken: [UInt16] = []
    while let port = range.take() { taken.append(port) }
    return taken
  }

  @Test(
    arguments: [
      (20_000...20_005, [20_000, 20_002, 20_004]), (20_001...20_006, [20_002, 20_004]), (20_001...20_002, []),
      (65_532...65_535, [65_532, 65_534]), (20_000...20_000, []),
    ] as [(ClosedRange<UInt16>, [UInt16])])
  func `a range holds its even ports that have an odd neighbour`(bounds: ClosedRange<UInt16>, ports: [UInt16])
  {
    var range = PortRange(bounds)
    #expect(range.capacity == ports.count)
    #expect(takeAll(&range) == ports)
    #expect(range.available == 0)
  }

  @Test func `no pair is taken twice and all can be taken again`() {
    var range = PortRange(10_000...19_999)
    let first = takeAll(&range)
    #expect(Set(first).count == 5_000)
    for port in first { range.release(port) }
    #expect(range.available == range.capacity)
    #expect(takeAll(&range) == first)
  }

  @Test func `a freed pair is the last to be used again`() {
    var range = PortRange(20_000...20_007)
    #expect(range.take() == 20_000)
    range.release(20_000)
    #expect(takeAll(&range) == [20_002, 20_004, 20_006, 20_000])
  }

  @Test func `taking and freeing for ever neither loses nor invents a pair`() {
    var range = PortRange(20_000...20_009)
    for _ in 0..<10_000 {
      guard let port = range.take() else { return #expect(Bool(false), "a pair was lost") }
      range.release(port)
    }
    #expect(Set(takeAll(&range)) == [20_000, 20_002, 20_004, 20_006, 20_008])
  }

  @Test func `text names both ends`() {
    #expect(PortRange("20000-29999")?.bounds == 20_000...29_999)
    #expect(PortRange("1024-1025")?.capacity == 1)
  }

  @Test(arguments: [
    "", "20000", "20000-", "-20000", "29999-20000", "20000-20000", "1023-2000", "20001-20002", "20000-65536",
    "20000 - 20010", "+20000-20010", "20000-20010-20020", "a-b",
  ])
  func `text without a pair of ports above 1023 is refused`(text: String) {
    #expect(PortRange(text) == nil)
  }
}
