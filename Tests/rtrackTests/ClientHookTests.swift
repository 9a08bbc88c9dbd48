import Platform
import Testing

@testable import rtrack

/// What hooks in a clone stop, and what they leave alone; real git throughout.
@Suite struct ClientHookTests {
  @Test(arguments: [
    "echo 2 > results/a.json; git commit -q -am x",
    "echo 2 > results/a.json; git commit -q -n -am x",
    "echo 2 > results/a.json; git commit -q --amend --no-edit -a",
    "echo 2 > results/a.json; git add -A; echo 3 > code/x; git commit -q -m x results/a.json",
    "git mv results/a.json results/b.json; git commit -q -m x",
    "git rm -q results/a.json; git commit -q -n -m x",
    "rm results/a.json; ln -s ../code/x results/a.json; git add -A; git commit -q -m x",
    "git rm -q -r results; echo f > results; git add -A; git commit -q -m x",
    "git update-index --cacheinfo 100644,$(git rev-parse HEAD:code/x),results/a.json; "
      + "git commit -q -m x",
    ": > results/a.json; git commit -q -am x", "chmod +x results/a.json; git commit -q -am x",
    "mkdir Results; echo 2 > Results/a.json; git add -A; git commit -q -m x; git mv Results R; "
      + "echo 3 > results/A.json; git add -A; git commit -q -m x",
  ])
  func `a commit that rewrites is stopped, and leaves no trace`(_ attack: String) throws {
    let project = try HookedProject()
    let before = try project.references()
    let said = try project.stopped(attack)
    #expect(said.contains("rtrack: "), "\(said)")
    #expect(try project.references() == before || attack.contains("Results"))
  }

  @Test(arguments: [
    "git merge -q --ff-only tamper", "git merge -q --no-ff -m m tamper",
    "git merge -q --no-verify --no-ff -m m tamper",
    "echo 5 > code/y; git add -A; git commit -q -m y; git merge -q -m m tamper",
    "echo 5 > code/y; git add -A; git commit -q -m y; git merge -q -X ours -m m tamper",
    "git cherry-pick tamper", "git rebase -q tamper", "git reset -q --hard tamper",
    "git format-patch -q --stdout main..tamper | git am -q",
    "git switch -q -c side; git branch -f main tamper",
    "git switch -q -c side; git branch -M tamper main",
    "git switch -q -c side; git fetch -q . +tamper:main",
    "git update-ref refs/heads/main $(git rev-parse tamper)",
    "printf 'start\\nupdate refs/heads/main %s\\nprepare\\ncommit\\n' $(git rev-parse tamper) "
      + "| git update-ref --stdin",
    "t=$(git rev-parse tamper^{tree}); git reset -q --soft $(git commit-tree -m x $t)",
    "git checkout -q -B main tamper",
  ])
  func `a branch does not come to hold what others rewrote`(_ attack: String) throws {
    let project = try HookedProject()
    try project.tamper()
    let said = try project.stopped(attack)
    #expect(said.contains("results/a.json"), "\(said)")
    #expect(try project.shell("git cat-file -p main:results/a.json").contains("0.9}"))
  }

  @Test(arguments: [
    "git update-ref -d refs/heads/rtrack-ledger", "git branch -m rtrack-ledger other",
    "git update-ref -d refs/heads/rtrack-ledger $(git rev-parse rtrack-ledger)",
    "git gc -q; git update-ref -d refs/heads/rtrack-ledger",
    "git pack-refs --all; "
      + "git update-ref -d refs/heads/rtrack-ledger $(git rev-parse rtrack-ledger)",
    "git pack-refs --all --no-prune; git update-ref -d refs/heads/rtrack-ledger",
    "git worktree remove -f -f .git/rtrack/hold; git branch -D rtrack-ledger",
    "git worktree remove -f -f .git/rtrack/hold; git gc -q; git branch -D rtrack-ledger",
    "git worktree remove -f -f .git/rtrack/hold; git branch -f rtrack-ledger main",
    "git update-ref refs/heads/rtrack-ledger main^{commit}",
    "git update-ref refs/heads/rtrack-ledger rtrack-ledger~1",
    "git update-ref -d refs/rtrack/seen/origin",
    "git update-ref refs/rtrack/seen/origin refs/heads/rtrack-ledger~1",
    "git update-ref refs/heads/rtrack-ledger $(git commit-tree -p rtrack-ledger -m x main^{tree})",
  ])
  func `the ledger and its witnesses only grow`(_ attack: String) throws {
    let project = try HookedProject()
    try project.shell("git update-ref refs/rtrack/seen/origin rtrack-ledger")
    let before = try project.references()
    let said = try project.stopped(attack)
    #expect(said.contains("rtrack: "), "\(said)")
    #expect(try project.references() == before)
  }

  @Test func `a ledger that grows by plain git is no concern`() throws {
    let project = try HookedProject()
    try project.shell(
      """
      GIT_INDEX_FILE=.git/i; export GIT_INDEX_FILE; git read-tree rtrack-ledger
      git update-index --add --cacheinfo 100644,$(echo new | git hash-object -w --stdin),.research/x
      c=$(git commit-tree -p rtrack-ledger -m x $(git write-tree))
      git update-ref refs/heads/rtrack-ledger $c; git update-ref refs/rtrack/seen/origin $c
      """, isLoud: false)
  }

  @Test(arguments: [
    "echo 2 > code/x; git commit -q -am x; git commit -q --amend -m y; git reset -q --soft HEAD~1",
    "git switch -q -c t; echo 2 > code/x; git commit -q -am x; git switch -q main; "
      + "echo y > code/y; git add -A; git commit -q -m y; git rebase -q main t; "
      + "git switch -q main; "
      + "git merge -q --ff-only t; git branch -q -d t",
    "git switch -q -c t; echo 2 > results/b.json; git add -A; git commit -q -m b; "
      + "git switch -q main; "
      + "echo y > code/y; git add -A; git commit -q -m y; git merge -q -m m t; git branch -q -D t",
    "git switch -q -c t; echo 2 > results/b.json; git add -A; git commit -q -m b; "
      + "git switch -q main; "
      + "git merge -q --squash t; git commit -q -m squashed; git branch -q -D t",
    "git switch -q -c a; echo 2 > results/b.json; git add -A; git commit -q -m b; "
      + "git switch -q -c c main; echo 2 > results/c.json; git add -A; git commit -q -m c; "
      + "git switch -q main; echo y > code/y; git add -A; git commit -q -m y; "
      + "git merge -q -m m a c",
    "git switch -q -c t; echo 2 > code/x; git commit -q -am x; git switch -q main; "
      + "echo 3 > code/x; "
      + "git commit -q -am y; git merge -q t || :; echo 4 > code/x; git add -A; git commit -q -m m",
    "echo 2 > code/x; git commit -q -am x; git revert --no-edit HEAD",
    "git switch -q -c t; echo 2 > code/x; git commit -q -am x; git switch -q main; "
      + "git cherry-pick t; git branch -q -D t",
    "echo 2 > code/x; git stash -q; git stash pop -q; git commit -q -am x; "
      + "git reset -q --hard HEAD~1",
    "git worktree add -q ../w -b w; cd ../w; echo 2 > code/x; git commit -q -am x; "
      + "cd ../repo; git worktree remove ../w; git branch -q -D w",
    "for i in 1 2 3 4 5; do git branch b$i; done; git pack-refs --all; git gc -q; "
      + "git branch -m b1 c1; git branch -q -D b2 b3 c1; git branch -M b4 b5",
    "git tag t; git tag -f -a -m m t HEAD~1; git tag -d t; git notes add -m n; "
      + "git bisect start HEAD HEAD~1; git bisect reset",
    "git switch -q --orphan o; git commit -q --allow-empty -m o; git switch -q main",
    "git switch -q --detach; echo 2 > code/x; git commit -q -am x; git switch -q main",
    "echo 2 > code/x; git commit -q -m x code/x; git update-index --split-index; echo 3 > code/x; "
      + "git commit -q -am y",
    "git sparse-checkout set --cone --sparse-index code; echo 2 > code/x; git commit -q -am x",
    "git format-patch -q --stdout HEAD~1 > p; git switch -q -c t HEAD~1; git am -q p",
    "git init -q -b main ../o; (cd ../o; for i in $(seq 200); do "
      + "git -c user.name=a -c user.email=a@b commit -q --allow-empty -m $i; git branch b$i; "
      + "done); "
      + "git fetch -q ../o '+refs/heads/*:refs/remotes/o/*'; "
      + "git fetch -q ../o 'refs/heads/b*:refs/heads/o*'",
  ])
  func `honest work goes through in silence`(_ work: String) throws {
    let project = try HookedProject()
    let result = try project.session.call(["sh", "-euc", work])
    let said = String(decoding: result.errors, as: UTF8.self)
    #expect(result.succeeded, "\(said)")
    #expect(!said.contains("rtrack"), "\(said)")
  }

  @Test func `what is put right on its way is taken`() throws {
    let project = try HookedProject()
    try project.tamper()
    try project.shell(
      """
      git switch -q tamper; git show main:results/a.json > results/a.json
      git commit -q -am 'Give it back'; git switch -q main; git merge -q --ff-only tamper
      """)
  }

  @Test func `a result that was published is not replaced after a reset`() throws {
    let project = try HookedProject()
    try project.shell(
      """
      git clone -q --bare . ../origin.git; git remote add origin ../origin.git; git fetch -q
      git reset -q --hard HEAD~1; mkdir -p results; echo '{"accuracy": 0.99}' > results/a.json
      git add -A
      """)
    #expect(try project.stopped("git commit -q -m x").contains("results/a.json"))
    // Before it is published, that is nobody's business.
    try project.shell("git update-ref -d refs/remotes/origin/main; git commit -q -m x")
  }

  @Test func `the carried copy is protected on its branch`() throws {
    let project = try HookedProject()
    try project.rtrack("carry")
    let file = try project.shell("git ls-files .research | head -1")
    #expect(
      try project.stopped("chmod u+w \(file); echo 2 > \(file); git commit -q -am x")
        .contains(file))
    try project.shell("git checkout -q \(file); echo 2 > code/x; git commit -q -am x")
  }

  @Test func `a submodule has hooks of its own, and stands in nobody's way`() throws {
    let project = try HookedProject()
    try project.shell(
      """
      git clone -q . ../lib; git -c protocol.file.allow=always submodule -q add ../lib lib
      git commit -q -m lib; cd lib; echo 2 > code/x; git commit -q -am x; cd ..; git add lib
      git commit -q -m moved
      """, isLoud: false)
    project.session.directory += "/lib"
    try project.rtrack("init")
    try project.rtrack("protect add results/** --as files")
    try project.rtrack("hooks install")
    #expect(try project.stopped("echo 2 > results/a.json; git commit -q -am x").contains("results"))
    try project.shell("git checkout -q results; echo 3 > code/x; git commit -q -am x")
  }

  @Test func `each hook is asked once, and only where there is something to judge`() throws {
    let project = try HookedProject()
    #expect(
      try project.asked("echo 2 > code/x; git commit -q -am x")
        == ["pre-commit", "reference-transaction prepared"])
    let idle = try project.asked(
      "git branch b; git tag v; echo 3 > code/x; git stash -q; git pack-refs --all; git branch -qD b"
    )
    #expect(idle == ["reference-transaction prepared"], "\(idle)")
    // One git that makes many commits asks for each.
    let rebased = try project.asked(
      """
      git switch -q -c t HEAD~1; for i in 1 2 3; do echo $i > code/$i; git add -A
      git commit -q -n -m $i; done; git rebase -q main
      """)
    #expect(rebased.filter { $0 == "prepare-commit-msg" }.count == 6, "\(rebased)")
    #expect(!rebased.contains("pre-commit"))
    let applied = try project.asked(
      "git format-patch -q --stdout HEAD~3 > p; git switch -q -c a main; git am -q p")
    #expect(applied.filter { $0 == "pre-applypatch" }.count == 3, "\(applied)")
  }
}
