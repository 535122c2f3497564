import CSockets
import Glibc

/// One posix_spawn in the making: where the child's output goes, and the readers at our end.
struct ProcessLaunch: ~Copyable {
  private let program: String
  private var actions = posix_spawn_file_actions_t()
  private var attributes = posix_spawnattr_t()
  private var childEnds: [Int32] = []
  /// The readers of the `lines` outputs.
  private(set) var readers: [LineReader] = []

  init(program: String) {
    self.program = program
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
  }

  deinit {
    var actions = actions
    var attributes = attributes
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    for end in childEnds { close(end) }
  }

  /// Lets the child's descriptor `target` lead to `output`.
  mutating func connect(_ output: ChildProcess.Output, to target: Int32) throws(ProcessError) {
    switch output {
    case .inherited: break
    case .discarded: posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_WRONLY, 0)
    case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, target)
    case .lines(let deliver):
      var reading: Int32 = -1
      var writing: Int32 = -1
      let result = cs_pipe(&reading, &writing)
      guard result == 0 else { throw failure(-result) }
      childEnds.append(writing)
      do throws(SocketError) {
        readers.append(try LineReader(pipe: reading, deliver: deliver))
      } catch {
        throw failure(error.code)
      }
      posix_spawn_file_actions_adddup2(&actions, writing, target)
    }
  }

  /// Starts the program; its process number.
  mutating func spawn(_ command: ChildProcess.Command) throws(ProcessError) -> Int32 {
    cs_spawn_close_from(&actions, STDERR_FILENO + 1)
    setAttributes(ownGroup: command.ownGroup)
    var environment: [String]?
    if let variables = command.environment { environment = variables.map { "\($0.key)=\($0.value)" } }
    var pid: pid_t = 0
    let code = ProcessLaunch.withCStrings([command.program] + command.arguments) { arguments in
      guard let environment else {
        return posix_spawnp(&pid, command.program, &actions, &attributes, arguments, environ)
      }
      return ProcessLaunch.withCStrings(environment) {
        posix_spawnp(&pid, command.program, &actions, &attributes, arguments, $0)
      }
    }
    guard code == 0 else { throw failure(code) }
    return pid
  }

  /// Signals as a fresh program expects them, whatever this process blocks or ignores.
  private mutating func setAttributes(ownGroup: Bool) {
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    if ownGroup { flags |= POSIX_SPAWN_SETPGROUP }
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  private func failure(_ code: Int32) -> ProcessError {
    ProcessError(operation: "start", program: program, code: code)
  }

  /// The strings as C wants them: an array of pointers, `nil` last.
  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
  }
}
