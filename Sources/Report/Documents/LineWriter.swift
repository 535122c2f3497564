import SansIO

/// Writes one JSON object into one line, member by member: a tenth of what a general encoder takes.
struct LineWriter {
  private(set) var bytes: [UInt8] = []
  private var isFirst = true

  /// Begins the line, or the object that is the value of a member.
  mutating func open() {
    bytes.append(UInt8(ascii: "{"))
    isFirst = true
  }

  mutating func close() {
    bytes.append(UInt8(ascii: "}"))
    isFirst = false
  }

  /// Appends a member that is JSON already.
  mutating func member(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
  }

  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  /// Begins a member; its value follows.
  mutating func name(_ name: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func raw(_ json: some Sequence<UInt8>) { bytes.append(contentsOf: json) }

  mutating func member(_ name: String, _ value: some BinaryInteger) {
    self.name(name)
    raw("\(value)".utf8)
  }

  /// A member that is left out when there is no value.
  mutating func member(_ name: String, _ value: (some BinaryInteger)?) {
    if let value { member(name, value) }
  }

  mutating func member(_ name: String, _ value: Bool) {
    self.name(name)
    raw((value ? "true" : "false").utf8)
  }

  mutating func member(_ name: String, _ value: String) {
    self.name(name)
    JSONText.append(value, to: &bytes)
  }

  /// A list of objects, each written by `write` between `open` and `close`.
  mutating func member<Element>(
    _ name: String, _ list: [Element], _ write: (inout LineWriter, Element) -> Void
  ) {
    self.name(name)
    bytes.append(UInt8(ascii: "["))
    for (index, element) in list.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      open()
      write(&self, element)
      close()
    }
    bytes.append(UInt8(ascii: "]"))
    isFirst = false
  }
}
