import Platform
import Testing

@testable import rtrack

/// A bare repository that takes pushes, with `pre-receive`; the clone that attacks has no hooks.
@Suite struct ServerHookTests {
  /// The project, its server in `../srv.git`, and both ledgers there.
  private func served() throws -> HookedProject {
    let project = try HookedProject(installing: false)
    try project.shell(
      """
      git switch -q -c topic; echo '{"b": 1}' > results/b.json; git add -A; git commit -q -m b
      git switch -q main; git init -q --bare ../srv.git; git remote add origin ../srv.git
      git push -q origin main
      """)
    try project.rtrack("sync")
    // After that, so that the ledger does not keep what this branch alone holds.
    try project.shell("git push -q origin topic")
    let here = project.session.directory
    project.session.directory = Path.join(project.root, "srv.git")
    #expect(project.session.rtrack("hooks install").status == 2)
    try project.rtrack("hooks install --server")
    #expect(project.session.rtrack("hooks status").status == 0)
    project.session.directory = here
    return project
  }

  static let rewriting = [
    "echo 2 > results/a.json; git commit -q -am x; git push -q origin main",
    "echo 2 > results/a.json; git commit -q -am x; git push -q origin HEAD:refs/heads/new",
    "echo 2 > results/a.json; git commit -q -am x; git tag v1; git push -q origin v1",
    "echo 2 > results/a.json; git commit -q -am x; git tag -m m v1; git push -q origin v1",
    "echo 2 > results/a.json; git commit -q -am x; git revert --no-edit HEAD; git push -q origin main",
    "echo 2 > results/a.json; git commit -q --amend -a -m x; git push -q -f origin main",
    "git switch -q topic; git reset -q --hard main; git push -q -f origin topic",
    "git push -q origin :topic", "git push -q origin :rtrack-ledger",
    "git push -q -f origin rtrack-ledger~1:rtrack-ledger",
    "git push -q -f origin main:rtrack-ledger",
    "git push -q --mirror origin 2>&1; git -C ../srv.git rev-parse -q --verify topic && false",
    "b=$(echo 9 | git hash-object -w --stdin); git replace $(git rev-parse HEAD:results/a.json) $b; "
      + "git push -q origin 'refs/replace/*'",
    "git push -q origin rtrack-ledger:refs/rtrack/seen/origin",
    "mkdir Results; echo 1 > Results/c; git mv results/a.json results/A.json 2>&1 || :; "
      + "echo 1 > results/A.JSON; git add -A; git commit -q -m x; git push -q origin main",
    "export GIT_INDEX_FILE=.git/i; git read-tree rtrack-ledger; f=$(git ls-files | tail -1); "
      + "git update-index --cacheinfo 100644,$(echo 9 | git hash-object -w --stdin),$f; "
      + "git push -q origin $(git commit-tree -p rtrack-ledger -m x $(git write-tree))"
      + ":refs/heads/rtrack-ledger",
  ]

  @Test func `what was broken past the hook is not held against who builds on it`() throws {
    let project = try served()
    try project.shell(
      """
      tip=$(git rev-parse rtrack-ledger); now=$(git log -1 --format=%ct rtrack-ledger)
      at() { GIT_COMMITTER_DATE="$(($now + $1)) +0000"; export GIT_COMMITTER_DATE; }
      export GIT_INDEX_FILE=.git/i; git read-tree rtrack-ledger
      git update-index --force-remove "$(git ls-files | tail -1)"
      at 10; lie=$(git commit-tree -p $tip -m Lie $(git write-tree))
      at 20; own=$(git commit-tree -p $lie -m Own $lie^{tree})
      dated=$lie; beside=$tip
      for n in $(seq 80); do
        at $((n - 40000)); dated=$(git commit-tree -p $dated -m Dated $lie^{tree})
      done
      for n in $(seq 20); do
        at $((n + 100)); beside=$(git commit-tree -p $beside -m Beside $tip^{tree})
      done
      at 200; there=$(git commit-tree -p $dated -p $beside -m There $lie^{tree})
      at 300; git update-ref refs/mine $(git commit-tree -p $there -p $own -m Union $lie^{tree})
      git -C ../srv.git fetch -q $PWD refs/mine
      git -C ../srv.git update-ref refs/heads/rtrack-ledger $there
      git push -q origin refs/mine:refs/heads/rtrack-ledger
      """)
  }

  @Test(arguments: rewriting)
  func `a push that rewrites is not taken, however it is forced`(_ attack: String) throws {
    let project = try served()
    let refs = "git -C ../srv.git for-each-ref"
    let before = try project.shell(refs)
    let said = try project.stopped(attack)
    #expect(said.contains("rtrack: "), "\(said)")
    #expect(try project.shell(refs) == before)
  }

  @Test(arguments: [
    "echo 2 > code/x; git commit -q -am x; git push -q origin main; git commit -q --amend -m y; "
      + "git push -q -f origin main",
    "git merge -q topic; git push -q origin main; git push -q origin :topic",
    "git switch -q -c f; echo 2 > code/x; git commit -q -am x; git push -q origin f; "
      + "git push -q origin :f; git tag t; git push -q origin t; git push -q origin :t",
    "echo 2 > results/c.json; git add -A; git commit -q -m c; git push -q origin main",
    "git merge -q --squash topic; git commit -q -m s; git push -q origin main :topic",
  ])
  func `honest pushes are taken`(_ work: String) throws {
    try served().shell(work)
  }

  @Test func `a branch whose results the ledger keeps may be deleted`() throws {
    let project = try served()
    try project.rtrack("sync")
    try project.shell("git push -q origin :topic")
  }

  @Test func `sync goes through, and a bad push can be healed`() throws {
    let project = try served()
    try project.rtrack("protect add code/fixed --as files")
    try project.rtrack("sync")
    // The first push of that path is judged by the policy of before, the next by that of now.
    try project.shell(
      "echo 1 > code/fixed; git add -A; git commit -q -m f; git push -q origin main")
    #expect(
      try project.stopped("echo 2 > code/fixed; git commit -q -am g; git push -q origin main")
        .contains("code/fixed"))
    // Before there were hooks, somebody got through; what gives the first bytes back is taken.
    try project.shell(
      """
      mv ../srv.git/hooks ../srv.git/off; git push -q origin main; mv ../srv.git/off ../srv.git/hooks
      echo 1 > code/fixed; git commit -q -am back; git push -q origin main
      """)
  }

  @Test func `a server put back to before a lie that was healed takes all that its clones hold`()
    throws
  {
    let project = try served()
    // Past the hook, as whoever has the server's disk does it.
    try project.shell(
      """
      git clone -q ../srv.git ../second
      git -C ../srv.git update-ref refs/aside/before rtrack-ledger
      export GIT_INDEX_FILE=$PWD/../lying; git read-tree rtrack-ledger
      git update-index --cacheinfo 100644,$(echo 9 | git hash-object -w --stdin),$(git ls-files \
        | grep -e -founded-)
      git update-ref refs/aside/lie $(git commit-tree -p rtrack-ledger -m lie $(git write-tree))
      git -C ../srv.git fetch -q "$PWD" refs/aside/lie:rtrack-ledger
      """)
    let (first, second) = (project.session.directory, Path.join(project.root, "second"))
    #expect(project.session.rtrack("sync").errors.contains("holds other bytes"))
    try project.rtrack("sync --heal")
    try project.rtrack("agent add athena")
    try project.rtrack("sync")
    project.session.directory = second
    try project.rtrack("sync")
    try project.rtrack("agent add flux --as athena")
    try project.shell("git -C ../srv.git update-ref refs/heads/rtrack-ledger refs/aside/before")
    #expect(try project.stopped("git push -q origin rtrack-ledger").contains("append-only"))
    for directory in [second, first, second] {
      project.session.directory = directory
      try project.rtrack("sync")
    }
    try project.shell(
      """
      for r in ../srv.git ../repo ../second; do git -C $r rev-parse rtrack-ledger; done | uniq -c \
        | grep -q '^ *3 '
      git ls-tree -r --name-only rtrack-ledger | grep -c agents/ | grep -q '^2$'
      ! git merge-base --is-ancestor $(git -C ../repo rev-parse refs/aside/lie) rtrack-ledger
      """)
  }

  /// A server on which, while it judges the next push, another one of that branch goes through.
  private func overtaken(_ branch: String) throws -> HookedProject {
    let project = try served()
    try project.shell(
      """
      git push -q origin $(git commit-tree -p \(branch) -m theirs \(branch)^{tree}):refs/aside/one
      mv ../bin/rtrack ../bin/real
      cat > ../bin/rtrack << 'SCRIPT'
      #!/bin/sh
      if [ -e race ]; then
        rm race; env -u GIT_QUARANTINE_PATH git update-ref refs/heads/\(branch) refs/aside/one
      fi
      exec "${0%/*}/real" "$@"
      SCRIPT
      chmod +x ../bin/rtrack; : > ../srv.git/race
      """)
    return project
  }

  @Test func `a sync that another one overtook while the server judged goes through`() throws {
    let project = try overtaken("rtrack-ledger")
    try project.rtrack("protect add code/fixed --as files")
    let synced = project.session.rtrack("sync --json")
    #expect(synced.status == 0 && synced.output.contains("\"attempts\": 2,"), "\(synced)")
    try project.shell(
      "git -C ../srv.git merge-base --is-ancestor refs/aside/one rtrack-ledger; [ ! -e ../srv.git/race ]"
    )
  }

  @Test func `a push that another one overtook breaks no rule, and git does not take it`() throws {
    let project = try overtaken("main")
    let said = try project.stopped(
      "git commit -q --allow-empty -m mine; git push -q origin main")
    #expect(!said.contains("rtrack: "), "\(said)")
    try project.shell(
      "[ $(git -C ../srv.git rev-parse main) = $(git -C ../srv.git rev-parse refs/aside/one) ]")
  }

  @Test func `a push of very many commits, or without its history, is bounded`() throws {
    let project = try served()
    try project.shell("git -C ../srv.git config rtrack.pushLimit 20")
    let many = try project.stopped(
      """
      for i in $(seq 30); do git commit -q --allow-empty -m $i; done; git push -q origin main
      """)
    #expect(many.contains("more than 20 new commits"))
    try project.shell("git push -q origin main~15:main; git push -q origin main")
    try project.shell("git -C ../srv.git config receive.shallowUpdate true")
    let shallow = try project.stopped(
      """
      git init -q ../o; cd ../o; for i in 1 2 3; do git commit -q --allow-empty -m $i; done
      git clone -q --depth 1 file://$PWD ../sh; cd ../sh; git push -q ../srv.git HEAD:refs/heads/s
      """)
    #expect(shallow.contains("without all of its history"), "\(shallow)")
  }

  @Test func `without rtrack the server takes only what touches nothing protected`() throws {
    let project = try served()
    try project.shell(
      "rm ../bin/rtrack; echo 2 > code/x; git commit -q -am x; git push -q origin main")
    for attack in Self.rewriting.prefix(2) + ["git push -q -f origin rtrack-ledger~1:rtrack-ledger"]
    {
      #expect(try project.stopped(attack).contains("could not be asked"), "\(attack)")
      try project.shell("git reset -q --hard origin/main")
    }
  }
}
