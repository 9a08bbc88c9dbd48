import Platform
import Testing

/// What commands cost in objects read, files written and programs started: small, and the same in a
/// small ledger as in a larger one. A clock would tell more of the machine than of the program.
extension Proof {
  @Suite(.enabled(if: World.has("strace"), "strace counts"))
  struct CountTests {
    struct Limit: Sendable, CustomTestStringConvertible {
      let command: String
      let objects: Int
      var written = 3
      var programs = 1

      var testDescription: String { command }
    }

    /// Where a reading command may write: the index, its log, and what shares that among processes.
    static let limits = [
      // A page has 50 rows, each with its folder and the event that is shown.
      Limit(command: "list", objects: 120),
      Limit(command: "ready", objects: 120),
      Limit(command: "search tool", objects: 120),
      // Ten issues of a desk.
      Limit(command: "status", objects: 60),
      // One thread, whatever lies beside it.
      Limit(command: "show 1", objects: 20),
      Limit(command: "silent --exit-zero", objects: 20),
      // The event and its commit, the trees above it, branch, log, lock, and the view's two files.
      Limit(command: "comment 1 word --as maya", objects: 30, written: 17),
      // One fetch: git, a shell, the other side, and git's looks at whether all of it is there.
      Limit(command: "sync", objects: 20, written: 6, programs: 7),
    ]

    @Test func `what commands read, write and start is bounded, and does not grow with the ledger`()
      throws
    {
      let small = try measure(issues: 60)
      let large = try measure(issues: 240)
      for (limit, counts) in zip(Self.limits, zip(small, large)) {
        let (few, many) = counts
        print("\(limit.command): \(few) at 60 issues, \(many) at 240")
        for counts in [few, many] {
          #expect(counts.objects > 0 && counts.objects <= limit.objects, "\(limit): objects read")
          #expect(counts.written <= limit.written, "\(limit): files opened to be written")
          #expect(
            counts.programs >= 1 && counts.programs <= limit.programs, "\(limit): programs started")
        }
        #expect(many.objects <= few.objects + 3, "\(limit): objects read grow with the ledger")
        #expect(many.written <= few.written && many.programs <= few.programs, "\(limit)")
      }
    }

    /// Each command, in a generated ledger of loose objects that has been looked at before.
    private func measure(issues: Int) throws -> [Counts] {
      let world = try World()
      try world.shell(
        """
        git init -q -b main repo && cd repo && git config gc.auto 0
        git commit -q --allow-empty -m Begin
        '\(Self.generator)' \(issues * 4) \(issues) \
          | git -c fastimport.unpackLimit=1000000 fast-import --quiet
        git init -q --bare -b main ../remote.git && git remote add origin ../remote.git
        git push -q origin main && rtrack init -q && rtrack agent add maya -q
        rtrack cycle open --as maya -q && rtrack sync -q
        rtrack list -q && rtrack search tool -q
        """)
      return try Self.limits.map { limit in
        if limit.command == "sync" { try world.shell("rtrack sync -q", in: "repo") }
        let words = limit.command.split(separator: " ").map(String.init)
        let result = try world.run(
          ["strace", "-o", "../trace"] + Counts.watching + ["rtrack"] + words, in: "repo")
        try #require(result.succeeded, "\(limit): \(world.text(result.errors))")
        return Counts(try world.shell("cat trace"))
      }
    }

    /// What the benchmarks make their ledgers with.
    private static let generator = Path.join(
      Path.parent(Path.parent(Path.parent(#filePath))), "Bench/history")
  }
}
