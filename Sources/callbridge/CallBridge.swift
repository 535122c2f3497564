import ArgumentParser

/// `callbridge`: phone calls into rooms.
@main
struct CallBridge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "callbridge",
    abstract:
      "Answers phone calls over SIP, lets the callers of a room hear each other, and hangs up after silence.",
    subcommands: [Serve.self])
}
