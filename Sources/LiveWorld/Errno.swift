import CSockets

/// Words for the kernel's error numbers.
public enum Errno {
  /// The sentence and the name of an errno: `Connection refused (ECONNREFUSED)`.
  public static func describe(_ code: Int32) -> String {
    "\(String(cString: cs_error_text(code))) (\(String(cString: cs_error_name(code))))"
  }
}
