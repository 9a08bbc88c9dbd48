import Documents
import Platform
import Testing

@testable import rtrack

/// Runs that are killed or refused for want of memory.
@Suite struct RunMemoryTests {
  /// A shell's lines that make a control group of 256 MiB and run what follows in it.
  private static let group = """
    own=$(sed -n 's/^[0-9]*:[^:]*memory[^:]*://p' /proc/self/cgroup)
    group=/sys/fs/cgroup/memory$own/rtrack-test-$$
    test -n "$own" || group=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)/rtrack-test-$$
    mkdir "$group" || exit 77
    trap 'rmdir "$group"' EXIT
    if test -e "$group/memory.max"; then echo 256M > "$group/memory.max"
    else echo 256M > "$group/memory.limit_in_bytes" || exit 77; fi
    within() { (echo 0 > "$group/cgroup.procs" && "$@"); }

    """
  private static let hog = #"$text = "x" x 1_500_000_000; print length $text"#

  private static let canLimit: Bool = {
    let result = try? Child.run(
      ["sh", "-c", group + "within true"], environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"])
    return result?.succeeded == true
  }()

  @Test
  func `a run that the system killed for want of memory says so, with what it held`() throws {
    // What a machine's kernel refuses to its tests no package brings.
    guard Self.canLimit else { return print("no control group can be made here: not shown") }
    let lab = try RunLab()
    let binary = Path.join(lab.session.root, "bin/rtrack")
    let said = try lab.session.call([
      "sh", "-c", Self.group + "within '\(binary)' run 1 -- perl -e '\(Self.hog)'",
    ])
    let output = String(decoding: said.output, as: UTF8.self)
    #expect(said.end == .exited(1), "\(output)\(String(decoding: said.errors, as: UTF8.self))")
    #expect(output.contains("the system killed a process for want of memory"), "\(output)")
    let record = try lab.json("run.json")
    #expect(record["signal"]?.string == "SIGKILL" && record["memory_kills"]?.integer == 1)
    #expect(record["outcome"]?.string == "failed")
    #expect(record["reason"]?.string == "cycle_failure_signal_SIGKILL")
    #expect(record["environment"]?["memory"]?.string == "268435456")
    let peak = record["peak_memory_bytes"]?.integer ?? 0
    // What is shared with others is held, but may be counted elsewhere.
    #expect(peak > 100 << 20 && peak < 300 << 20, "\(peak)")
    #expect(record["peak_memory_is_bound"]?.boolean == false)
    let verified = lab.session.rtrack("verify")
    #expect(verified.status == 0, "\(verified.output)")
    // A signal that came from elsewhere is not taken for the memory's. Another lab: the binary has
    // the machine's clock, and what goes on from it by a session's fixed one would be dated back.
    let killed = try RunLab().run("kill -KILL $$")
    #expect(!killed.output.contains("memory"), "\(killed.output)")
  }

  @Test func `a command that is refused memory has failed by its own word, which is kept`() throws {
    let lab = try RunLab()
    let ran = lab.run("ulimit -v 400000; exec perl -e '\(Self.hog)'")
    #expect(ran.status == 1 && ran.output.contains("cycle_failure_exit_1"), "\(ran.output)")
    #expect(try lab.read("output.log").contains("Out of memory"))
    #expect(try lab.json("run.json")["memory_kills"]?.integer ?? 0 == 0)
  }
}
