/// The usual reason phrases (RFC 3261 section 21).
enum ReasonPhrase {
  /// The phrase of `status`, or that of its class.
  static func of(_ status: Int) -> String {
    switch status {
    case 100: "Trying"
    case 180: "Ringing"
    case 181: "Call Is Being Forwarded"
    case 182: "Queued"
    case 183: "Session Progress"
    case 200...299: "OK"
    case 302: "Moved Temporarily"
    case 400...499: ofClient(status)
    case 500: "Server Internal Error"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    case 504: "Server Time-out"
    case 505: "Version Not Supported"
    case 513: "Message Too Large"
    case 600: "Busy Everywhere"
    case 603: "Decline"
    case 604: "Does Not Exist Anywhere"
    case 606: "Not Acceptable"
    case 101...199: "Session Progress"
    case 300...399: "Redirection"
    case 500...599: "Server Failure"
    default: "Global Failure"
    }
  }

  private static func ofClient(_ status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 407: "Proxy Authentication Required"
    case 408: "Request Timeout"
    case 410: "Gone"
    case 415: "Unsupported Media Type"
    case 416: "Unsupported URI Scheme"
    case 420: "Bad Extension"
    case 480: "Temporarily Unavailable"
    case 481: "Call/Transaction Does Not Exist"
    case 482: "Loop Detected"
    case 483: "Too Many Hops"
    case 486: "Busy Here"
    case 487: "Request Terminated"
    case 488: "Not Acceptable Here"
    case 491: "Request Pending"
    default: "Request Failure"
    }
  }
}
