import LiveWorld

/// A short run of a program that is expected to end at once.
enum Command {
  /// The exit status and all that was said.
  static func run(
    _ name: String, _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> (status: LiveWorld.ExitStatus, text: String) {
    let program = try Program(Programs.built(name), arguments, environment: environment)
    let status = try await program.exit()
    return (status, program.text)
  }
}
