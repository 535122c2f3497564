/// Why a challenge or its answer cannot be used.
package enum DigestError: Error, Hashable, Sendable {
  /// Another scheme than Digest.
  case otherScheme(String)
  /// Not a list of `name=value`.
  case malformed
  /// A parameter is absent.
  case missing(String)
  /// A parameter has a value that is not served, as `qop=auth-int` alone.
  case unsupported(String, value: String)
}
