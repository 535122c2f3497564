import ArgumentParser

/// What every command that makes a run of a scenario is told.
struct ScenarioOptions: ParsableArguments {
  @Argument(help: "The scenario file (YAML; the language is described in Scenarios/README.md).")
  var file: String
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Sets a parameter or a top-level key of the scenario; may be repeated.", valueName: "name=value"))
  var settings: [String] = []
  @Flag(help: "Prints nothing but problems and the closing summary.")
  var quiet = false

  func validate() throws {
    for setting in settings where !setting.contains("=") {
      throw ValidationError("--set \(setting): expected name=value")
    }
  }
}
