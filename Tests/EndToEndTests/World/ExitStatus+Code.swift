import LiveWorld

extension LiveWorld.ExitStatus {
  /// The exit code; `nil` after a signal.
  var code: Int32? {
    if case .exited(let code) = self { code } else { nil }
  }
}
