import Glibc
import LiveWorld
import SansIO
import Testing

@Suite(.timeLimit(.minutes(1))) struct ChildProcessTests {
  private func shell(_ script: String, ownGroup: Bool = false) -> ChildProcess.Command {
    ChildProcess.Command(
      "/bin/sh", ["-c", script], ownGroup: ownGroup, output: .discarded, errors: .discarded)
  }

  private var soon: Instant { MonotonicClock.now() + .milliseconds(30_000) }

  @Test(arguments: [0, 3, 255] as [Int32])
  func `the exit code is told`(code: Int32) throws {
    let child = try ChildProcess(shell("exit \(code)"))
    #expect(child.wait(until: soon) == .exited(code))
    #expect(child.wait(until: nil) == .exited(code))
    #expect(child.terminate(limit: .zero) == .exited(code))
  }

  @Test func `a death by signal is told apart from an exit code`() throws {
    let child = try ChildProcess(shell("kill -KILL $$"))
    let status = try #require(child.wait(until: soon))
    #expect(status == .signalled(SIGKILL))
    #expect(status.description == "signal 9")
  }

  @Test func `waiting ends at its deadline while the child runs on`() throws {
    let child = try ChildProcess(shell("exec sleep 60"))
    #expect(child.wait(until: MonotonicClock.now()) == nil)
    #expect(child.wait(until: MonotonicClock.now() + .milliseconds(5)) == nil)
    #expect(child.terminate(limit: .milliseconds(30_000)) == .signalled(SIGTERM))
  }

  @Test func `a child deaf to SIGTERM is killed with its group`() async throws {
    let (lines, continuation) = AsyncStream<String>.makeStream()
    var command = shell("trap '' TERM; echo ready; while :; do sleep 60; done", ownGroup: true)
    command.output = .lines { continuation.yield($0) }
    let child = try ChildProcess(command)
    var iterator = lines.makeAsyncIterator()
    #expect(await iterator.next(isolation: nil) == "ready")
    #expect(child.terminate(limit: .milliseconds(20)) == .signalled(SIGKILL))
    // Only with the whole group gone is the pipe's last writer gone.
    #expect(child.outputEnded(by: soon))
  }

  @Test func `lines come from both outputs, the last one without a newline too`() async throws {
    let (lines, continuation) = AsyncStream<String>.makeStream()
    let command = ChildProcess.Command(
      "sh", ["-c", "echo one; echo; printf 'two' ; echo wrong >&2"],
      output: .lines { continuation.yield("out \($0)") }, errors: .lines { continuation.yield("err \($0)") })
    let child = try ChildProcess(command)
    #expect(child.wait(until: soon) == .exited(0))
    #expect(child.outputEnded(by: soon))
    continuation.finish()
    var all: [String] = []
    for await line in lines { all.append(line) }
    #expect(all.filter { $0.hasPrefix("out") } == ["out one", "out ", "out two"])
    #expect(all.filter { $0.hasPrefix("err") } == ["err wrong"])
  }

  @Test func `endless lines come in pieces`() async throws {
    let (lines, continuation) = AsyncStream<String>.makeStream()
    var command = shell("head -c 100000 /dev/zero | tr '\\\\0' x")
    command.output = .lines { continuation.yield($0) }
    let child = try ChildProcess(command)
    #expect(child.outputEnded(by: soon))
    #expect(child.wait(until: soon) == .exited(0))
    continuation.finish()
    var lengths: [Int] = []
    for await line in lines { lengths.append(line.utf8.count) }
    #expect(lengths == [65_536, 34_464])
  }

  @Test func `the environment is exactly the one given`() async throws {
    let (lines, continuation) = AsyncStream<String>.makeStream()
    let command = ChildProcess.Command(
      "/usr/bin/env", environment: ["LIVE": "a b=c"], output: .lines { continuation.yield($0) })
    let child = try ChildProcess(command)
    #expect(child.outputEnded(by: soon))
    continuation.finish()
    var all: [String] = []
    for await line in lines { all.append(line) }
    #expect(all == ["LIVE=a b=c"])
  }

  @Test func `a child inherits none of our sockets`() async throws {
    let socket = try UDPSocket(bind: anyPort)
    let (lines, continuation) = AsyncStream<String>.makeStream()
    let command = ChildProcess.Command("ls", ["/proc/self/fd"], output: .lines { continuation.yield($0) })
    let child = try ChildProcess(command)
    #expect(child.outputEnded(by: soon))
    continuation.finish()
    var all: [String] = []
    for await line in lines { all.append(line) }
    // The fourth is the folder that ls reads.
    #expect(all == ["0", "1", "2", "3"])
    withExtendedLifetime(socket) {}
  }

  @Test func `a missing program is named with the reason`() {
    let error = #expect(throws: ProcessError.self) { try ChildProcess(.init("/no/such/program")) }
    #expect(error?.description == "cannot start /no/such/program: No such file or directory (ENOENT)")
  }

  @Test func `a child is killed when its owner lets it go`() throws {
    let pid: Int32
    do {
      let child = try ChildProcess(shell("exec sleep 60"))
      pid = child.pid
      #expect(kill(pid, 0) == 0)
    }
    #expect(kill(pid, 0) == -1)
  }
}
