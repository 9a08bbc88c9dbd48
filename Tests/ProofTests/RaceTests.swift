import Platform
import Testing

/// Many processes write to one ledger while people work beside them.
///
/// The oracle knows nothing of rtrack: what a call claimed by exiting with 0 is compared with what
/// plain git finds on the ledger branch.
extension Proof {
  @Suite(.serialized) struct RaceTests {
    let processes = World.isFull ? 40 : 8
    let times = World.isFull ? 25 : 5

    @Test func `no comment is lost in one clone`() throws {
      let world = try World()
      try world.found()
      try race(world, in: ["repo"])
    }

    @Test func `no comment is lost when four linked work trees write at once`() throws {
      let world = try World()
      try world.found()
      let trees = (1...4).map { "tree-\($0)" }
      for tree in trees {
        try world.shell("git worktree add -q -b \(tree) ../\(tree)", in: "repo")
      }
      let before = try marks(of: trees, world)
      try race(world, in: trees)
      let after = try marks(of: trees, world)
      #expect(after == before, "HEAD or index of a work tree was touched")
    }

    @Test func `whoever reads while others write sees what was written before`() throws {
      let world = try World()
      try world.found()
      try world.shell("mkdir seen")
      try world.shell(
        """
        for worker in $(seq \(processes)); do
          (
            cd repo
            for time in $(seq \(times)); do
              rtrack comment $((worker % 5 + 1)) "w$worker-$time" --as agent-$((worker % 4)) -q
              seen=$(rtrack log --limit 0 --json | grep -c -F "w$worker-" || :)
              listed=$(rtrack list --json | grep -c '"number"' || :)
              [ "$seen" = $time ] && [ "$listed" = 5 ] ||
                echo "worker $worker saw $seen of $time, and $listed issues" >> ../seen/$worker
            done
          ) &
        done
        wait
        """, in: "")
      #expect(try world.shell("cat seen/* 2> /dev/null | head -20 || :") == "")
      let followed = try world.shell("rtrack log --limit 0 --json", in: "repo")
      try world.shell("rm repo/.git/rtrack/index*")
      #expect(try world.shell("rtrack log --limit 0 --json", in: "repo") == followed)
    }

    @Test func `no comment is lost or converted under autocrlf and text attributes`() throws {
      let world = try World()
      try world.found(
        settings: "git config core.autocrlf true; git config core.safecrlf false; "
          + "echo '* text' > .gitattributes")
      try race(world, in: ["repo"])
      let bodies = try world.shell(
        "git grep -c '\r' rtrack-ledger -- .research || true", in: "repo")
      #expect(bodies.isEmpty, "carriage returns came into \(bodies)")
      // The view holds the ledger's bytes, too.
      try world.shell(
        """
        git ls-tree -r --name-only rtrack-ledger .research/issues | while read -r path; do
          git cat-file blob "rtrack-ledger:$path" | cmp - "$path"
        done
        """, in: "repo")
    }

    /// What git keeps of each work tree's HEAD and index, with time and place on the disk.
    private func marks(of trees: [String], _ world: World) throws -> String {
      try world.shell(
        trees.map { tree in
          """
          cd "$(git -C \(tree) rev-parse --git-dir)"
          ls -i --full-time HEAD index; cksum HEAD index
          cd "$OLDPWD"

          """
        }.joined())
    }

    private func race(_ world: World, in trees: [String]) throws {
      let started = MonotonicClock.nanoseconds()
      try world.shell(script(trees))
      let seconds = Double((MonotonicClock.nanoseconds() - started) / 10_000_000) / 100

      let wanted = Set(
        (1...processes).flatMap { worker in (1...times).map { "w\(worker)-\($0)" } })
      let claimed = try world.shell("cat done/*").lines
      let complaints = try world.shell("cat complaints/* | head -20")
      #expect(wanted.subtracting(claimed) == [], "calls failed: \(complaints)")
      let found = try world.shell(
        "git grep -h -E '^w[0-9]+-[0-9]+$' rtrack-ledger -- .research/issues", in: "repo"
      ).lines
      #expect(found.count == claimed.count)
      #expect(
        Set(found).symmetricDifference(claimed) == [],
        "what exited with 0 is not what the ledger holds")

      let commits = try world.shell("cat commits").lines
      #expect(!commits.isEmpty)
      let history = Set(try world.shell("git rev-list main", in: "repo").lines)
      #expect(commits.allSatisfy(history.contains), "a commit of the others is gone")
      #expect(history.count == commits.count + 1)
      #expect(try world.shell("git log -1 --format=%s editing", in: "repo") == "written for long")
      // HEAD moved by those commits only: each of its steps is one of theirs.
      let steps = try world.shell("git reflog show --format=%H HEAD", in: "repo").lines
      #expect(steps.count == commits.count + 1)

      #expect(try world.shell("cat allowed") == "", "git let the ledger branch go")
      let tries = try world.shell("cat tries").lines.count
      #expect(tries > 0)
      try world.shell("git fsck --strict --no-dangling --no-progress", in: "repo")
      for tree in Set(trees + ["repo"]) {
        #expect(try world.shell("git --no-optional-locks status --porcelain", in: tree) == "")
      }
      print(
        "race: \(found.count) of \(wanted.count) comments by \(processes) processes in \(seconds) s,"
          + " \(commits.count) commits beside them, \(tries) tries to take the branch refused")
    }

    /// Writers, and beside them a committer, somebody with an editor open, a housekeeper, and
    /// somebody who tries to get at the ledger branch.
    private func script(_ trees: [String]) -> String {
      """
      mkdir done complaints
      : > commits; : > allowed; : > tries
      git -C repo worktree add -q -b editing ../editing
      top=$PWD
      echo text > editing/file && git -C editing add file
      cat > bin/patient-editor <<'SCRIPT'
      #!/bin/sh
      while [ ! -e ../stop ]; do sleep 0.05; done
      echo 'written for long' > "$1"
      SCRIPT
      chmod +x bin/patient-editor
      (cd editing && GIT_EDITOR="$top/bin/patient-editor" git commit -q) & editor=$!

      (cd repo; n=0
      while [ ! -e ../stop ]; do
        n=$((n + 1)); echo $n > "code-$n"
        git add . && git commit -q -m "code $n" && git rev-parse HEAD >> ../commits
      done) 2> complaints-of-committer & committer=$!

      (cd repo
      while [ ! -e ../stop ]; do
        git gc --quiet || :; git pack-refs --all || :; sleep 0.1
      done) 2> complaints-of-housekeeper & housekeeper=$!

      (cd repo
      attempt() { echo "$*" >> ../tries; if "$@" 2> /dev/null; then echo "$*" >> ../allowed; fi; }
      while [ ! -e ../stop ]; do
        attempt git checkout -q rtrack-ledger
        attempt git switch -q rtrack-ledger
        attempt git branch -q -D rtrack-ledger
        attempt git branch -q -f rtrack-ledger main
        attempt git fetch -q . +main:rtrack-ledger
        sleep 0.1
      done) & thief=$!

      set -- \(trees.joined(separator: " "))
      writers=
      worker=1
      while [ $worker -le \(processes) ]; do
        (cd "$1"; n=1
        while [ $n -le \(times) ]; do
          if rtrack comment $((1 + (worker + n) % 5)) "w$worker-$n" --as agent-$((worker % 4)) -q \\
            > /dev/null 2>> "$top/complaints/$worker"
          then echo "w$worker-$n" >> "$top/done/$worker"; fi
          n=$((n + 1))
        done) & writers="$writers $!"
        set -- "$@" "$1"; shift
        worker=$((worker + 1))
      done
      wait $writers || :
      : > stop
      wait $editor
      wait $committer $housekeeper $thief || :
      """
    }
  }
}
