import Glibc

/// Small files that the kernel or the distribution writes for others to read.
enum SystemFile {
  /// The text of the file at `path`; `nil` when it cannot be opened.
  static func text(_ path: String) -> String? {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    let file = Descriptor(owning: number)
    var bytes: [UInt8] = []
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { buffer in
      while true {
        let count = read(file.number, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        bytes.append(contentsOf: buffer[..<count])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How many entries the folder at `path` has; `nil` when it cannot be opened.
  static func entries(in path: String) -> Int? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    // "." and ".."
    return count - 2
  }

  /// The value behind `key` and `separator` in a text of one `key: value` a line.
  static func value(of key: String, separator: Character, in text: String) -> Substring? {
    for line in text.split(separator: "\n") {
      guard let place = line.firstIndex(of: separator) else { continue }
      guard trimmed(line[..<place]) == key else { continue }
      return trimmed(line[line.index(after: place)...])
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
