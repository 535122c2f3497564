import CSockets
import Glibc
public import SansIO

extension HostAddress {
  /// Asks the resolver for the addresses of a host name on a thread of its own, which calls `completion` with them, or
  /// with none when nobody has the name.
  public static func lookUp(_ name: String, completion: @escaping @Sendable ([IPAddress]) -> Void) {
    let started = ThreadBody(name: "resolver") { completion(addresses(of: name)) }.start()
    guard started.code == 0 else { return completion([]) }
    cs_thread_detach(started.thread)
  }

  /// The addresses of a host name in the resolver's order. It may block.
  static func addresses(of name: String) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var found: [IPAddress] = []
    var entry = list
    while let current = entry {
      let info = current.pointee
      if getnameinfo(info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
      {
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        if let address = IPAddress(String(decoding: bytes, as: UTF8.self)) { found.append(address) }
      }
      entry = info.ai_next
    }
    return found
  }
}
