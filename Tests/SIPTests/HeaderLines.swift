/// The header fields of a message by name, for comparison; of several the first.
func lines(_ message: String) -> [String: String] {
  var fields: [String: String] = [:]
  for line in message.split(separator: "\r\n\r\n")[0].split(separator: "\r\n").dropFirst() {
    let colon = line.firstIndex(of: ":") ?? line.endIndex
    let name = String(line[..<colon])
    if fields[name] == nil { fields[name] = String(line[colon...].dropFirst(2)) }
  }
  return fields
}
