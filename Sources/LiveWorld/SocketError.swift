import CSockets
import Glibc
public import SansIO

/// A system call on a socket that the kernel refused.
public struct SocketError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried.
  public enum Operation: String, Hashable, Sendable {
    case open, bind, listen, accept, connect
    case receive, send
    case setBuffers = "set the buffers of"
    case readAddress = "read the address of"
    case poll = "watch"
    case startThread = "start the thread of"
  }

  /// What was tried.
  public var operation: Operation
  /// On what: `UDP socket`, `TCP listener`, `event loop`.
  public var subject: String
  /// The address concerned, where there is one.
  public var address: TransportAddress?
  /// The errno.
  public var code: Int32

  /// An `operation` on `subject` at `address` that failed with the errno `code`.
  public init(_ operation: Operation, _ subject: String, _ address: TransportAddress? = nil, code: Int32) {
    self.operation = operation
    self.subject = subject
    self.address = address
    self.code = code
  }

  /// What was tried, why the kernel refused, and what to do.
  public var description: String {
    let place = address.map { " \($0)" } ?? ""
    let remedy = advice.map { "; \($0)" } ?? ""
    return "cannot \(operation.rawValue) \(subject)\(place): \(Errno.describe(code))\(remedy)"
  }

  private var advice: String? {
    switch code {
    case EADDRINUSE:
      "another socket holds the port: stop its program (`ss -anp` shows it) or choose another port"
    case EADDRNOTAVAIL: "this machine has no such address: choose one that `ip address` lists"
    case EACCES: "ports below 1024 need root or CAP_NET_BIND_SERVICE: choose a higher port"
    case EMFILE, ENFILE: "all file descriptors are in use: raise the limit (`ulimit -n`) or run fewer calls"
    case ECONNREFUSED: "nothing listens there: start the peer or correct the address"
    case ENETUNREACH, EHOSTUNREACH: "there is no route: check the address and `ip route`"
    case EINVAL where operation == .startThread: "the CPU or the priority asked for does not exist here"
    default: nil
    }
  }
}
