/// What this layer does with a header field, told by its name in any case, compact forms included.
enum HeaderName {
  case from, to, contentLength, contentType
  /// Parsed by libosip2: Via, Call-ID, CSeq, Contact, Record-Route.
  case structured
  /// Of no use to an agent: Route and what the peer allows or accepts.
  case ignored
  /// Kept as text.
  case other

  init(_ name: Span<UInt8>) {
    let length = name.count
    self =
      switch length {
      case 1: Self.compact(name[0].lowercasedASCII)
      case 2 where Self.equals(name, "to"): .to
      case 3 where Self.equals(name, "via"): .structured
      case 4 where Self.equals(name, "from"): .from
      case 4 where Self.equals(name, "cseq"): .structured
      case 5 where Self.equals(name, "route") || Self.equals(name, "allow"): .ignored
      case 6 where Self.equals(name, "accept"): .ignored
      case 7 where Self.equals(name, "call-id") || Self.equals(name, "contact"): .structured
      case 12 where Self.equals(name, "record-route"): .structured
      case 12 where Self.equals(name, "content-type"): .contentType
      case 14 where Self.equals(name, "content-length"): .contentLength
      default: .other
      }
  }

  private static func compact(_ letter: UInt8) -> HeaderName {
    switch letter {
    case UInt8(ascii: "v"), UInt8(ascii: "i"), UInt8(ascii: "m"): .structured
    case UInt8(ascii: "f"): .from
    case UInt8(ascii: "t"): .to
    case UInt8(ascii: "l"): .contentLength
    case UInt8(ascii: "c"): .contentType
    default: .other
    }
  }

  private static func equals(_ name: Span<UInt8>, _ small: StaticString) -> Bool {
    for index in name.indices where name[index].lowercasedASCII != small.utf8Start[index] { return false }
    return true
  }
}
