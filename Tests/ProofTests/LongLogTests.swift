import Platform
import Testing

/// What a run costs that prints more than anybody would keep.
extension Proof {
  @Suite struct LongLogTests {
    /// Prints lines up to so many bytes, metrics among them, and a last word.
    private static func script(_ bytes: Int) -> String {
      "echo first; perl -e '$| = 0; $line = (\"x\" x 99) . \"\\n\"; "
        + "for ($i = 0; $i < \(bytes / 100); $i++) { print $line; "
        + "print \"METRIC val_acc=0.\", $i % 10, \" seed=0 step=$i\\n\" if $i % 100000 == 0 }'; "
        + "echo last; exit 3"
    }

    @Test func `a log of gigabytes costs rtrack neither memory nor disk, and both ends are kept`()
      throws
    {
      let world = try World()
      try world.found()
      let bytes = World.isFull ? 2 << 30 : 16 << 20
      try world.shell(
        """
        awk '/^```spec/ { f = 1; next } /^```$/ { f = 0 } f' '\(Self.page)' > warm-up.md
        git add warm-up.md && git commit -q -m Spec
        rtrack experiment register warm-up.md --as agent-0 -q
        """, in: "repo")
      var supervision = Supervision(
        ["rtrack", "run", "1", "--as", "agent-0", "--", "sh", "-c", Self.script(bytes)],
        in: "\(world.root)/repo", environment: world.environment)
      supervision.timeLimit = .seconds(1_200)
      var heard = 0
      var most = 0
      var process: Int32 = 0
      var memory = 0
      let folder = "\(world.root)/repo/.git/rtrack/runs"
      let outcome = try supervision.run(
        started: { process = $0.id }, output: { _, more in heard += more.count },
        tick: { _ in
          most = max(most, Self.size(of: folder))
          memory = max(memory, Self.peakMemory(of: process))
          return nil
        })
      #expect(outcome.end == .exited(1))
      // All of it was passed on.
      #expect(heard > bytes && heard < bytes + bytes / 50 + 10_000)
      // On the disk, a beginning and an end; in memory, what the program takes for itself.
      #expect(most > 1 << 20 && most < 4 << 20, "\(most)")
      #expect(memory > 1 << 20 && memory < 160 << 20, "\(memory)")
      let log = try world.shell(
        "cd .research/results/*/1-*/ && cat output.log && cat run.json", in: "repo")
      #expect(log.hasPrefix("first\nxxx"))
      #expect(log.contains("x\nlast\n{") && log.contains("bytes were left out here]"))
      try world.shell("rtrack verify", in: "repo")
    }

    private static let page = Path.join(
      Path.parent(Path.parent(Path.parent(#filePath))), "Documentation/experiments.md")

    /// The most bytes that a process has held, as the system tells it: what is told at a child's
    /// end counts what its parent held when it started it.
    private static func peakMemory(of process: Int32) -> Int {
      let status = (try? FileSystem.read("/proc/\(process)/status", limit: 8_192)) ?? []
      let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
        .first { $0.hasPrefix("VmHWM:") }
      return line.flatMap { Int($0.split { !$0.isNumber }.first ?? "") }.map { $0 << 10 } ?? 0
    }

    private static func size(of folder: String) -> Int {
      ((try? FileSystem.entries(folder)) ?? []).reduce(0) { sum, name in
        let path = Path.join(folder, name)
        guard let status = try? FileSystem.status(path) else { return sum }
        return sum + (status.kind == .directory ? size(of: path) : status.size)
      }
    }
  }
}
