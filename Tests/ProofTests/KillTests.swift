import Platform
import Testing

/// Whatever moment a writer dies at, the ledger is whole: the event is there or it is not, and the
/// next call works, with no mending in between.
extension Proof {
  @Suite(.serialized, .enabled(if: World.has("strace"), "strace kills at a given system call"))
  struct KillTests {
    /// Every point, or every few of them.
    let step = World.isFull ? 1 : 9

    @Test func `a comment killed at any instant is there or it is not`() throws {
      let sweep = try Sweep(
        command: "rtrack comment 1 'word-of-the-dead' --as agent-1 -q",
        trace: "word-of-the-dead", isMany: false)
      try sweep.run(step: step, floor: World.isFull ? 40 : 4)
    }

    @Test func `an issue whose opening is killed at any instant is there or it is not`() throws {
      let sweep = try Sweep(
        command: "rtrack issue open 'word-of-the-dead' --as agent-1 -q",
        trace: "title: word-of-the-dead", isMany: false)
      try sweep.run(step: step, floor: World.isFull ? 40 : 4)
    }

    @Test func `a listing killed while it makes its index bends no later answer`() throws {
      let sweep = try Sweep(command: "rtrack list -q", trace: nil, isMany: false)
      try sweep.run(step: step, floor: World.isFull ? 20 : 3)
    }

    @Test func `a listing killed while its index follows bends no later answer`() throws {
      let sweep = try Sweep(
        command: "rtrack list -q", trace: nil, isMany: false,
        before:
          "rtrack list -q; rtrack comment 2 more --as agent-2 -q; rtrack issue close 3 --as agent-0 -q"
      )
      try sweep.run(step: step, floor: World.isFull ? 10 : 2)
    }

    @Test func `making a ledger can be killed at any instant and called again`() throws {
      let sweep = try Sweep(command: "rtrack init -q", trace: nil, isMany: false, isFounded: false)
      try sweep.run(step: step, floor: World.isFull ? 30 : 3)
    }

    @Test func `a sync killed at any instant loses nothing`() throws {
      let sweep = try Sweep(command: "rtrack sync -q", trace: nil, isMany: false, isShared: true)
      try sweep.run(step: step, floor: World.isFull ? 40 : 4)
    }

    @Test func `a sync whose git is killed at any instant loses nothing`() throws {
      let sweep = try Sweep(command: "rtrack sync -q", trace: nil, isMany: true, isShared: true)
      try sweep.run(step: step * 2 - 1, floor: World.isFull ? 60 : 4)
    }
  }
}

/// One command, run again and again from one state, each time killed one call later.
private final class Sweep {
  let world: World
  let command: String
  /// What a finished command leaves once in the ledger.
  let trace: String?
  /// Whether git's processes die, rather than rtrack.
  let killsGit: Bool
  let isFounded: Bool
  let isShared: Bool
  /// What a listing says where nothing is being written; nil where the command writes.
  private var listing: [UInt8]?

  init(
    command: String, trace: String?, isMany killsGit: Bool, isFounded: Bool = true,
    isShared: Bool = false, before: String = ":"
  ) throws {
    world = try World()
    self.command = command
    self.trace = trace
    self.killsGit = killsGit
    self.isFounded = isFounded
    self.isShared = isShared
    if isFounded {
      try world.found()
    } else {
      try world.shell("git init -q -b main repo; git -C repo commit -q --allow-empty -m Begin")
    }
    if isShared {
      // Both sides have what the other has not.
      try world.shell(
        """
        git clone -q --bare repo remote.git
        git -C repo remote add origin "$PWD/remote.git"
        git clone -q remote.git other
        (cd other && rtrack init -q && rtrack comment 2 theirs --as agent-2 -q && rtrack sync -q)
        (cd repo && rtrack comment 1 ours --as agent-1 -q)
        """)
    }
    if killsGit {
      try world.shell(
        """
        real=$(command -v git)
        cat > bin/git <<SCRIPT
        #!/bin/sh
        case "\\${STRACE_GIT:-} \\$*" in
          " "*) exec $real "\\$@" ;;
          *\\ fetch\\ *|*\\ push\\ *) eval "exec strace \\$STRACE_GIT $real \\"\\\\\\$@\\"" ;;
          *) exec $real "\\$@" ;;
        esac
        SCRIPT
        chmod +x bin/git
        """)
    }
    if isFounded { try world.shell(before, in: "repo") }
    try world.shell("mkdir keep; for f in repo other remote.git; do \(Self.copy("keep")); done")
  }

  /// Copies `$f` to a folder as it is, times and all.
  private static func copy(_ folder: String) -> String {
    "if [ -e $f ]; then cp -a $f \(folder)/; fi"
  }

  func run(step: Int, floor: Int) throws {
    let points = try found()
    if trace == nil, isFounded, !isShared {
      try world.shell("rm -f repo/.git/rtrack/index*")
      listing = try world.run(["rtrack", "list", "--json"], in: "repo").output
    }
    var killed = 0
    var outcomes: [Bool: Int] = [:]
    for (place, point) in points.enumerated() where place % step == 0 {
      try world.shell("rm -rf repo other remote.git; cp -a keep/* .")
      if try !kill(at: point) { continue }
      killed += 1
      let isThere = try check(after: point)
      outcomes[isThere, default: 0] += 1
    }
    let done = "; done \(outcomes[true] ?? 0), not done \(outcomes[false] ?? 0)"
    print(
      "killed \(killsGit ? "git in " : "")`\(command)` at \(killed) of \(points.count) points"
        + (trace == nil ? "" : done))
    #expect(killed >= floor, "too few points were tried to prove anything")
  }

  private func found() throws -> [KillPoint] {
    let file = Path.join(world.root, "trace")
    let watching = quoted(["-o", file] + KillPoints.watching)
    if killsGit {
      // One process after another appends to what was seen.
      _ = try world.run(
        ["sh", "-c", command], in: "repo", also: ["STRACE_GIT": "-A -f " + watching])
    } else {
      let result = try world.run(
        ["sh", "-c", "exec strace \(watching) \(command)"], in: "repo")
      try #require(result.succeeded, "\(world.text(result.errors))")
    }
    return KillPoints.read(try world.shell("cat trace"))
  }

  /// The words as a shell takes them back; `?` would be a pattern.
  private func quoted(_ words: [String]) -> String {
    words.map { "'\($0)'" }.joined(separator: " ")
  }

  /// False when the call was over before it came to that point.
  private func kill(at point: KillPoint) throws -> Bool {
    let how = quoted(["-o", Path.join(world.root, "killed")] + point.injection)
    try world.shell("rm -f killed")
    if killsGit {
      _ = try world.run(["sh", "-c", command], in: "repo", also: ["STRACE_GIT": "-A -f " + how])
    } else {
      _ = try world.run(["sh", "-c", "exec strace \(how) \(command)"], in: "repo")
    }
    return try world.shell("cat killed").contains("+++ killed by SIGKILL +++")
  }

  /// Everything that must hold afterwards; answers whether what was killed had been done.
  private func check(after point: KillPoint) throws -> Bool {
    try world.shell("git fsck --strict --no-dangling --no-progress 2> ../complaints", in: "repo")
    if isFounded {
      let listed = try world.run(["rtrack", "list", "--json"], in: "repo")
      #expect(listed.succeeded, "after \(point): \(world.text(listed.errors))")
      if let listing { #expect(listed.output == listing, "after \(point)") }
    }
    var isThere = false
    if let trace {
      let count = try world.shell(
        "git grep -h -e '^\(trace)$' rtrack-ledger -- .research | wc -l", in: "repo")
      #expect(["0", "1"].contains(count.trimming), "after \(point): \(count) times")
      isThere = count.trimming == "1"
    }
    let next = try world.run(
      [
        "sh", "-euc",
        !isFounded
          ? "rtrack init -q && rtrack agent add agent-0 -q"
          : isShared
            ? "rtrack sync -q" : "rtrack comment 1 next-word --as agent-2 -q",
      ], in: "repo")
    #expect(next.succeeded, "after \(point), the next call: \(world.text(next.errors))")
    if isShared {
      for place in ["repo", "remote.git"] {
        let words = try world.shell(
          "git grep -h -E -e '^(ours|theirs)$' rtrack-ledger -- .research || :", in: place)
        #expect(Set(words.lines) == ["ours", "theirs"], "after \(point), in \(place)")
        try world.shell("git fsck --strict --no-dangling --no-progress 2> /dev/null", in: place)
      }
    } else if isFounded {
      let words = try world.shell(
        "git grep -h -e '^next-word$' rtrack-ledger -- .research || :", in: "repo")
      #expect(words == "next-word", "after \(point)")
    }
    #expect(try world.shell("git status --porcelain", in: "repo") == "", "after \(point)")
    return isThere
  }
}

extension String {
  fileprivate var trimming: String { filter { !$0.isWhitespace } }
}
