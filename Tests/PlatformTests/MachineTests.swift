import Platform
import Testing

@Suite struct MachineTests {
  @Test func `the environment is the one that a child would see`() throws {
    let environment = Machine.environment
    let result = try Child.run(["env", "-0"], environment: environment)
    let seen = result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    #expect(Set(seen) == Set(environment.map { "\($0.key)=\($0.value)" }))
    #expect(!environment.isEmpty)
  }

  @Test func `the machine knows its name, user, process and folder`() throws {
    let result = try Child.run(
      ["sh", "-c", "uname -n; id -u; echo $PPID; pwd -P"], environment: Machine.environment)
    let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
    #expect(
      lines.map(String.init) == [
        Machine.hostName, "\(Machine.userID)", "\(Machine.processID)",
        try Machine.currentDirectory,
      ])
  }

  @Test func `sleeping lasts as long as asked, and no time at all below zero`() {
    let start = MonotonicClock.nanoseconds()
    MonotonicClock.sleep(.milliseconds(30))
    #expect(MonotonicClock.nanoseconds() - start >= 30_000_000)
    MonotonicClock.sleep(.seconds(-5))
  }

  @Test func `an error says what failed, where and why`() throws {
    let error = try #require(throws: SystemError.self) { try FileSystem.read("/no/such/file") }
    #expect(error.description == "open /no/such/file: No such file or directory")
    #expect(error.isMissing && !error.isForbidden && !error.isDiskFull)
  }

  static let hasFullDevice = (try? FileSystem.status("/dev/full")) != .some(nil)

  @Test(.enabled(if: hasFullDevice, "there is no /dev/full"))
  func `a full disk is told as such`() throws {
    let result = try Child.run(["sh", "-c", "echo x > /dev/full"], environment: ["PATH": "/bin"])
    #expect(!result.succeeded)
    #expect(SystemError("write", nil, code: 28).isDiskFull)
  }
}
