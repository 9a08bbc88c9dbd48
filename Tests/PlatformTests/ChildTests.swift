import Platform
import Testing

@Suite struct ChildTests {
  private let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]

  private func run(
    _ script: String, input: [UInt8] = [], limit: Duration? = nil
  ) throws -> ChildResult {
    try Child.run(
      ["sh", "-c", script], environment: environment, input: input, timeLimit: limit)
  }

  @Test func `output, errors and status arrive apart`() throws {
    let result = try run("echo out; echo err >&2; exit 3")
    #expect(result.end == .exited(3))
    #expect(!result.succeeded)
    #expect(result.output == Array("out\n".utf8))
    #expect(result.errors == Array("err\n".utf8))
  }

  @Test func `a large input comes back whole while errors flow too`() throws {
    let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let result = try run("tee /dev/stderr", input: input, limit: .seconds(60))
    #expect(result.succeeded)
    #expect(result.output == input)
    #expect(result.errors == input)
  }

  @Test func `a program that says more than it may is heard no longer`() throws {
    let result = try Child.run(
      ["yes"], environment: environment, timeLimit: .seconds(60), outputLimit: 100_000)
    #expect(result.end != .timedOut && !result.succeeded)
    #expect(result.output.count > 100_000 && result.output.count < 10_000_000)
  }

  @Test func `a program that does not read its input ends as it likes`() throws {
    let result = try run("exit 0", input: [UInt8](repeating: 0, count: 1_000_000))
    #expect(result.succeeded)
  }

  @Test func `the time limit stops a program and all that it started`() throws {
    let start = MonotonicClock.nanoseconds()
    let result = try run("echo $$; sleep 30 & wait", limit: .milliseconds(200))
    #expect(result.end == .timedOut)
    #expect(MonotonicClock.nanoseconds() - start < 5_000_000_000)
    let group = String(decoding: result.output.filter { $0 != 10 }, as: UTF8.self)
    // A process that was killed may be waited for a moment later.
    var isGone = false
    for _ in 0..<100 where !isGone {
      isGone = try !run("ps -o stat= -s \(group) | grep -qv '^Z'").succeeded
      MonotonicClock.sleep(.milliseconds(10))
    }
    #expect(isGone)
  }

  @Test func `a program that ignores the request is killed half a second later`() throws {
    let start = MonotonicClock.nanoseconds()
    let result = try run("trap '' TERM; while :; do sleep 0.05; done", limit: .milliseconds(100))
    let passed = MonotonicClock.nanoseconds() - start
    #expect(result.end == .timedOut)
    #expect(passed > 550_000_000)
    #expect(passed < 6_000_000_000)
  }

  @Test func `the limit holds for a program that closed its outputs`() throws {
    let result = try run("exec >&- 2>&-; sleep 30", limit: .milliseconds(200))
    #expect(result.end == .timedOut)
  }

  @Test func `what a program leaves running does not keep its caller waiting`() throws {
    let start = MonotonicClock.nanoseconds()
    let result = try run("echo done; sleep 20 & exit 0")
    #expect(result.end == .exited(0))
    #expect(result.output == Array("done\n".utf8))
    #expect(MonotonicClock.nanoseconds() - start < 10_000_000_000)
  }

  @Test func `death by a signal is told`() throws {
    #expect(try run("kill -9 $$").end == .signalled(9))
  }

  @Test func `the program starts in the folder and with the environment it was given`() throws {
    try withFolder { folder in
      let result = try Child.run(
        ["/bin/sh", "-c", "pwd; echo $COLOUR"], in: folder,
        environment: ["PATH": "/bin", "COLOUR": "blue"])
      let expected = try FileSystem.resolve(folder) + "\nblue\n"
      #expect(String(decoding: result.output, as: UTF8.self) == expected)
    }
  }

  @Test func `a closed pipe ends a program as it would in a shell`() throws {
    Standard.answerFailedWrites()
    let result = try Child.run(
      ["bash", "-c", "yes | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}"],
      environment: environment)
    #expect(result.output == Array("141\n".utf8))
  }

  @Test func `what cannot be started says why`() throws {
    var error = try #require(throws: SystemError.self) {
      try Child.run(["no-such-program-here"], environment: environment)
    }
    #expect(error == SystemError("run", "no-such-program-here", code: error.code))
    #expect(error.isMissing)
    error = try #require(throws: SystemError.self) {
      try Child.run(["true"], in: "/no/such/folder", environment: environment)
    }
    #expect(error.path == "/no/such/folder")
    error = try #require(throws: SystemError.self) {
      try Child.run(["echo", "a\0b"], environment: environment)
    }
    #expect(!error.isMissing)
    #expect(throws: SystemError.self) { try Child.run([], environment: environment) }
    error = try #require(throws: SystemError.self) {
      try Child.run(["/etc/passwd"], environment: environment)
    }
    #expect(error.isForbidden)
  }
}
