import COsip2

/// Copies C strings and lists of libosip2 into Swift values; every pointer may be null.
enum OsipText {
  /// The text of a C string; `nil` for none and for an empty one.
  static func copy(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text, text.pointee != 0 else { return nil }
    return String(cString: text)
  }

  /// What a `..._to_str` function writes, its memory given back.
  static func written(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    let code = write(&text)
    defer { callbridge_osip_free(text) }
    return code == 0 ? copy(text) : nil
  }

  /// Calls `body` with every element of `list` in order.
  static func forEach<Element>(
    _ list: osip_list_t, of type: Element.Type, _ body: (UnsafeMutablePointer<Element>) -> Void
  ) {
    var node = list.node
    while let current = node {
      if let element = current.pointee.element { body(element.assumingMemoryBound(to: type)) }
      node = current.pointee.next
    }
  }

  /// The value of the first parameter called `name` in any case.
  static func parameter(_ name: String, of list: osip_list_t) -> String? {
    var found: String?
    forEach(list, of: osip_uri_param_t.self) { parameter in
      guard found == nil, copy(parameter.pointee.gname)?.equalsIgnoringCase(name) == true else { return }
      found = copy(parameter.pointee.gvalue)
    }
    return found
  }

  /// The parameters of a header field.
  static func parameters(_ list: osip_list_t) -> [SIPURI.Parameter] {
    var found: [SIPURI.Parameter] = []
    forEach(list, of: osip_uri_param_t.self) { parameter in
      guard let name = copy(parameter.pointee.gname) else { return }
      found.append(SIPURI.Parameter(name, copy(parameter.pointee.gvalue)))
    }
    return found
  }
}
