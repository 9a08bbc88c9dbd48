import Platform
import Testing

@testable import rtrack

/// The shell alone, where rtrack cannot be asked.
@Suite struct HookFallbackTests {
  /// Ways in which the program may be missing.
  static let ways = [
    "rm ../bin/rtrack",
    "rm ../bin/rtrack; printf '#!/bin/sh\\nexit 2\\n' > ../bin/rtrack; chmod +x ../bin/rtrack",
    "rm ../bin/rtrack; echo broken > ../bin/rtrack; chmod +x ../bin/rtrack",
  ]

  @Test(arguments: ways)
  func `only what touches protected paths and references is refused`(_ way: String) throws {
    let project = try HookedProject()
    try project.tamper()
    try project.shell(way)
    for attack in [
      "echo 2 > results/a.json; git commit -q -am x",
      "git rm -q results/a.json; git commit -q -m x",
      "echo 2 > results/a.json; git commit -q -n -am x",
      "echo 2 > results/b.json; git add -A; git commit -q -m x",
      "git merge -q --no-ff -m m tamper", "git cherry-pick tamper",
      "git update-ref -d refs/heads/rtrack-ledger",
      "git update-ref refs/heads/rtrack-ledger rtrack-ledger~1",
      "git update-ref refs/rtrack/seen/origin rtrack-ledger",
      "git branch -m rtrack-ledger other",
      "git init -q --bare ../far.git; git push -q ../far.git rtrack-ledger",
    ] {
      let before = try project.references()
      let said = try project.stopped(attack)
      #expect(said.contains("it could not be asked here"), "\(attack): \(said)")
      #expect(try project.references() == before)
      try project.shell("git reset -q --merge; git reset -q --hard; git clean -q -f -d")
    }
    try project.shell(
      """
      echo 2 > code/x; git commit -q -am x; git commit -q --amend -m y; git switch -q -c t main~1
      echo 3 > code/y; git add -A; git commit -q -m y; git rebase -q main; git switch -q main
      git merge -q --no-ff -m m t; git branch -q -d t; git branch b; git branch -m b c
      git branch -q -D c; git pack-refs --all; git gc -q; git stash -q || :; git tag t
      git init -q --bare ../near.git; git push -q ../near.git main
      """)
  }

  @Test func `another rtrack on the PATH takes the place of one that moved`() throws {
    let project = try HookedProject()
    try project.shell("mkdir ../elsewhere; mv ../bin/rtrack ../elsewhere")
    project.session.environment["PATH"]? += ":" + Path.join(project.root, "elsewhere")
    #expect(
      try project.stopped("echo 2 > results/a.json; git commit -q -am x")
        .contains("append-only"))
    try project.shell(
      "git checkout -q results; echo 2 > results/b.json; git add -A; git commit -q -m x")
  }
}
