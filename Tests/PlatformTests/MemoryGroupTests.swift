import Testing

@testable import Platform

/// Control groups as both versions of cgroups(7) show them, in a folder instead of /sys.
@Suite struct MemoryGroupTests {
  /// What is read of a group: how many were killed, and its limit.
  private func read(
    _ membership: String, _ files: [String: String]
  ) throws -> (kills: Int?, limit: Int64?)? {
    try withFolder { root in
      for (path, text) in files {
        let place = Path.join(root, path)
        try FileSystem.makeDirectory(Path.parent(place))
        try FileSystem.write(Array(text.utf8), to: place)
      }
      return MemoryGroup(membership: membership, mountedAt: root).map { ($0.kills, $0.limit) }
    }
  }

  @Test func `the second version tells its kills in memory.events`() throws {
    let found = try read(
      "0::/user.slice/run-7.scope\n",
      [
        "user.slice/run-7.scope/memory.events": "low 0\noom 4\noom_kill 2\noom_group_kill 0\n",
        "user.slice/run-7.scope/memory.max": "268435456\n",
      ])
    #expect(found?.kills == 2 && found?.limit == 268_435_456)
  }

  @Test func `the first version tells them in memory.oom_control, beside an empty second`() throws {
    let found = try read(
      "4:cpu,memory:/jobs/1\n1:name=systemd:/\n0::/\n",
      [
        "memory/jobs/1/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
        "memory/jobs/1/memory.limit_in_bytes": "9223372036854771712\n",
      ])
    #expect(found?.kills == 1 && found?.limit == nil)
  }

  @Test func `within a container the group is what is mounted, whatever its name outside`() throws {
    let events = "oom 0\noom_kill 0\n"
    let second = try read("0::/docker/4f\n", ["memory.events": events, "memory.max": "max\n"])
    #expect(second?.kills == 0 && second?.limit == nil)
    let first = try read(
      "9:memory:/docker/4f\n",
      [
        "memory/memory.oom_control": "oom_kill 3\n",
        "memory/memory.limit_in_bytes": "1048576\n",
      ])
    #expect(first?.kills == 3 && first?.limit == 1_048_576)
  }

  @Test(arguments: ["", "0::/\n", "nonsense", "4:memory\n", "0::/../../etc\n"])
  func `where nothing counts, nothing is told`(_ membership: String) throws {
    #expect(try read(membership, [:]) == nil)
  }
}
