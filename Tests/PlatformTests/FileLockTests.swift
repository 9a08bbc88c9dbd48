import Platform
import Testing

@Suite struct FileLockTests {
  @Test func `a second holder waits in vain, then is told so`() throws {
    try withFolder { folder in
      let path = Path.join(folder, "lock")
      let held = try FileLock(path, wait: .zero)
      let start = MonotonicClock.nanoseconds()
      do throws(LockError) {
        _ = try FileLock(path, wait: .milliseconds(100))
        Issue.record("two holders of one lock")
      } catch .busy(let busyPath, let waited) {
        #expect(busyPath == path)
        #expect(waited >= .milliseconds(100))
        #expect(MonotonicClock.nanoseconds() - start >= 100_000_000)
      } catch .system(let error) {
        Issue.record("\(error)")
      }
      _ = consume held
      // A child that another test starts just now has the descriptor until it is its program.
      _ = try FileLock(path, wait: .seconds(20))
      #expect(try FileSystem.entries(folder) == ["lock"])
    }
  }

  @Test func `another process keeps the lock until it dies`() async throws {
    let folder = try FileSystem.temporaryDirectory(prefix: "platform-tests-")
    defer { try? FileSystem.removeTree(folder) }
    let path = Path.join(folder, "lock")
    let script =
      "flock '\(path)' sh -c 'echo > \(folder)/held; "
      + "while [ ! -e \(folder)/enough ]; do sleep 0.05; done'"
    async let child = Task.detached {
      try Child.run(["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"])
    }.value
    while try FileSystem.status(folder + "/held") == nil {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(throws: LockError.self) { _ = try FileLock(path, wait: .milliseconds(20)) }
    try FileSystem.create([], at: folder + "/enough")
    _ = try FileLock(path, wait: .seconds(20))
    #expect(try await child.succeeded)
  }

  @Test func `many holders take turns and lose no step`() async throws {
    let folder = try FileSystem.temporaryDirectory(prefix: "platform-tests-")
    defer { try? FileSystem.removeTree(folder) }
    let counter = Path.join(folder, "counter")
    try FileSystem.write(Array("0".utf8), to: counter)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<25 {
            let lock = try FileLock(Path.join(folder, "lock"), wait: .seconds(60))
            let text = String(decoding: try FileSystem.read(counter), as: UTF8.self)
            try FileSystem.write(Array(String((Int(text) ?? 0) + 1).utf8), to: counter)
            _ = consume lock
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try FileSystem.read(counter) == Array("100".utf8))
  }

  @Test func `a lock in a folder that is not there is an error of the system`() {
    do throws(LockError) {
      _ = try FileLock("/no/such/folder/lock", wait: .seconds(5))
      Issue.record("locked nothing")
    } catch {
      guard case .system(let cause) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(cause.isMissing)
    }
  }
}
