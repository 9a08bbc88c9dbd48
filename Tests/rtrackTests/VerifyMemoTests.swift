import Documents
import Platform
import Testing

@testable import rtrack

/// What a look at history remembers of the last one, and what it never believes.
@Suite struct VerifyMemoTests {
  @Test func `only what is new is gone through, and what was found stays found`() throws {
    let project = try VerifiedProject()
    let first = try project.verify()
    #expect(first.newCommits > 5)
    #expect(try project.verify().newCommits == 0)
    try project.shell("in_ledger 'echo more >> \(project.comment)'")
    let second = try project.verify()
    #expect(second.newCommits == 1)
    #expect(second.open == ["append-only changed \(project.comment)"])
    project.session.pass(seconds: 200_000)
    #expect(project.session.rtrack("comment 1 More --as flux").status == 0)
    let third = try project.verify()
    #expect(third.newCommits == 1)
    #expect(third.all("open") == second.all("open"))
    let full = try project.verify("--full")
    #expect(full.newCommits > second.newCommits + 5)
    #expect(full.open == second.open)
    #expect(try project.verify("--strict").open == second.open)
  }

  @Test func `what is new and what is all tell the same, whatever is done between looks`() throws {
    let project = try VerifiedProject()
    let steps = [
      "in_ledger 'echo more >> \(project.comment)'",
      "git switch -q -c side; echo 2 > results/e1/metrics.json; git commit -qam Better",
      "git switch -q main; git merge -q --no-ff -m Merge -s ours side",
      "git branch -q -D side",
      "mkdir results/e2; echo 3 > results/e2/a; git add -A; git commit -qm 3",
      "git rm -qr results/e2; git commit -qm Gone", "in_ledger 'rm \(project.comment)'",
      "git checkout -q -b other HEAD~2; git rm -q specs/e1.md; git commit -qm Spec",
      "git checkout -q main; git branch -q -D other",
    ]
    for step in steps {
      try project.shell(step)
      let new = try project.verify()
      let memo = try project.session.read(".git/rtrack/verified.json")
      let all = try project.verify("--full")
      try project.session.write(".git/rtrack/verified.json", memo)
      #expect(Set(new.open) == Set(all.open), "after \(step)")
    }
  }

  @Test func `other rules look at all history again`() throws {
    let project = try VerifiedProject()
    try project.shell(
      "mkdir data; echo 1 > data/a; git add -A; git commit -qm 1; echo 2 > data/a; git commit -qam 2"
    )
    #expect(try project.verify().status == 0)
    try #require(
      project.session.rtrack("protect add data/** --as files --by athena").status == 0)
    let answer = try project.verify()
    #expect(answer.newCommits > 5)
    #expect(answer.older == ["append-only changed data/a"])
    #expect(answer.open.isEmpty)
    // What came since is not older.
    try project.shell("echo 3 > data/a; git commit -qam 3")
    #expect(try project.verify().open == ["append-only changed data/a"])
    #expect(try project.verify("--full").open == ["append-only changed data/a"])
  }

  @Test func `a memo of another version, or one that is broken, is not believed`() throws {
    let project = try VerifiedProject()
    try project.shell("in_ledger 'echo more >> \(project.comment)'")
    let path = ".git/rtrack/verified.json"
    let found = try project.verify()
    let memo = try project.session.read(path)
    let key = try #require(
      try JSON.parse(Array(memo.utf8))["key"]?.string)
    // Nothing was found, says this; but of other rules.
    let other = memo.split(separator: key).joined(separator: String(repeating: "0", count: 40))
    let spoiled = [other, "", "{", String(memo.dropLast(40)), "[]", "{\"key\": \"\(key)\"}"]
    for text in spoiled {
      try project.session.write(path, text)
      let answer = try project.verify()
      #expect(answer.open == found.open)
      #expect(answer.newCommits == found.newCommits, "\(text.prefix(60))")
    }
  }

  @Test func `a memo that lies in what is committed is nobody's`() throws {
    let project = try VerifiedProject()
    _ = try project.verify()
    try project.shell(
      """
      in_ledger 'echo more >> \(project.comment); mkdir -p rtrack; \
      cp "$OLDPWD/.git/rtrack/verified.json" rtrack/verified.json || true'
      mkdir -p rtrack; cp .git/rtrack/verified.json rtrack/; git add -A; git commit -qm Memo
      """)
    #expect(try project.verify().open.contains("append-only changed \(project.comment)"))
  }

  @Test func `objects whose bytes are not their name's are found when all are hashed`() throws {
    let project = try VerifiedProject()
    #expect(try project.verify("--strict").status == 0)
    try project.shell(
      """
      object() { echo .git/objects/$(echo $1 | cut -c1-2)/$(echo $1 | cut -c3-); }
      a=$(git rev-parse rtrack-ledger:\(project.comment)); b=$(git rev-parse HEAD:results/e1/metrics.json)
      cp --remove-destination $(object $b) $(object $a)
      """)
    let outcome = project.session.rtrack("verify --strict")
    #expect(outcome.status == 2, "\(outcome.output) \(outcome.errors)")
  }
}
