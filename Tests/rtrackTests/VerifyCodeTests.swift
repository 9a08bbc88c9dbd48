import Documents
import Platform
import Testing

@testable import rtrack

/// What is done to protected files beside the code, and what `rtrack verify` says of it.
@Suite struct VerifyCodeTests {
  @Test(arguments: [
    ("echo 2 > results/e1/metrics.json", "append-only changed results/e1/metrics.json"),
    ("git rm -q specs/e1.md", "append-only removed specs/e1.md"),
    ("git mv specs/e1.md specs/e2.md", "append-only renamed specs/e1.md"),
    (": > specs/e1.md", "append-only emptied specs/e1.md"),
    ("rm -r results; ln -s /tmp results", "append-only retyped results/e1/metrics.json"),
    ("cp specs/e1.md specs/E1.md", "name added specs/E1.md"),
  ])
  func `a commit on any branch that touches what is protected is found`(
    _ script: String, _ finding: String
  ) throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      git switch -q -c side; \(script); git add -A; git commit -qm Tidy; git switch -q main
      """)
    let answer = try project.verify()
    #expect(answer.status == 1)
    #expect(answer.open.contains(finding), "\(answer.open)")
    #expect(answer.all("open").first?["places"]?.array?.first?.string == "side")
  }

  @Test func `what was tampered with and put back before the merge is found`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      git switch -q -c side; echo 2 > results/e1/metrics.json; git commit -qam Better
      echo 1 > results/e1/metrics.json; git commit -qam "Put back"
      git switch -q main; git merge -q --no-ff -m Merge side; git branch -qD side
      """)
    let answer = try project.verify()
    #expect(answer.open == ["append-only changed results/e1/metrics.json"])
  }

  @Test func `an evil merge, and one that takes a side's result, are found`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      git switch -q -c side; echo x > code; git add -A; git commit -qm Code
      git switch -q main; echo y > other; git add -A; git commit -qm Other
      git merge -q --no-commit side; echo 2 > results/e1/metrics.json; git commit -qam Merge
      """)
    #expect(try project.verify().open == ["append-only changed results/e1/metrics.json"])
    try project.shell(
      """
      git reset -q --hard HEAD^1; git switch -q side; mkdir results/e2
      echo 3 > results/e2/metrics.json; git add -A; git commit -qm Measured
      git switch -q main; mkdir results/e2; echo 4 > results/e2/metrics.json; git add -A
      git commit -qm "Measured too"; git merge -q -X theirs -m Merge side
      """)
    let answer = try project.verify()
    #expect(answer.open.contains("two-versions changed results/e2/metrics.json"), "\(answer.open)")
  }

  @Test func `a detached HEAD counts, and one branch can be asked for`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      git switch -q -c side; echo 2 > results/e1/metrics.json; git commit -qam Better
      git checkout -q --detach; git branch -qD side
      """)
    #expect(try project.verify().open == ["append-only changed results/e1/metrics.json"])
    try project.shell("git branch side; git checkout -q main")
    #expect(try project.verify("--ref main").open == [])
    #expect(try project.verify("--ref side").status == 1)
    #expect(try project.verify("--ref main").status == 0, "what one call found is not another's")
    let missing = project.session.rtrack("verify --ref nowhere")
    #expect(missing.status == 2 && missing.errors.contains("\"nowhere\" is no branch"))
  }

  @Test func `work that touches nothing protected is nobody's violation`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      mkdir results/e2; echo 2 > results/e2/metrics.json; echo a > code; git add -A
      git commit -qm Work; git commit -q --amend -m "Work, said better"
      git switch -q -c side HEAD~1; echo b > other; git add -A; git commit -qm Other
      git rebase -q main; git switch -q main; git merge -q --squash side; git commit -qm Squashed
      git revert --no-edit HEAD > /dev/null; git branch -q -D side; git gc -q
      """)
    let answer = try project.verify()
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.told == [] && answer.older == [])
  }

  @Test func `what was done before a path was protected is listed, and is nobody's fault`() throws {
    let session = try Session()
    func shell(_ script: String) throws {
      let result = try session.call(["sh", "-euc", script])
      try #require(result.succeeded)
    }
    try shell(
      """
      mkdir results; echo 1 > results/a; git add -A; git commit -qm A
      echo 2 > results/a; git commit -qam B
      """)
    session.rtrack("init")
    session.rtrack("protect add results/** --as results")
    let text = session.rtrack("verify")
    #expect(text.status == 0)
    #expect(text.output.contains("Older than the protection:\n  append-only: results/a: "))

    // Nobody makes a later commit older by dating it back.
    session.environment["GIT_COMMITTER_DATE"] = "2026-11-22T12:00:00Z"
    try shell("echo c > code; git add -A; git commit -qm Code")
    session.environment["GIT_COMMITTER_DATE"] = "2026-11-19T12:00:00Z"
    try shell("echo d > code; git add -A; git commit -qm Back")
    #expect(session.rtrack("verify").status == 0)
    try shell("echo 3 > results/a; git commit -qam C")
    let answer = session.rtrack("verify")
    #expect(answer.status == 1)
    #expect(answer.output.contains("append-only, changed: results/a"), "\(answer.output)")
  }

  @Test func `a changed file that git was told not to see is found`() throws {
    let project = try VerifiedProject()
    let file = "results/e1/metrics.json"
    try project.shell("echo 2 > \(file)")
    var answer = try project.verify()
    #expect(answer.status == 0 && answer.told == ["work-tree \(file)"], "git says it: \(answer)")
    for mark in ["assume-unchanged", "skip-worktree"] {
      try project.shell("git update-index --\(mark) \(file)")
      answer = try project.verify()
      #expect(answer.open == ["hidden-change \(file)"])
      let message = answer.all("open").first?["message"]?.string ?? ""
      #expect(message.contains(mark == "skip-worktree" ? "skip-worktree" : "assume it unchanged"))
      try project.shell("git update-index --no-\(mark) \(file)")
    }
    try project.shell("git checkout -q -- \(file)")
    #expect(try project.verify().open == [])
  }

  @Test func `a filter that shows readers other bytes is found, and line ends are not`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      mkdir -p .git/info; echo '*.json filter=nice' > .git/info/attributes
      git config filter.nice.smudge 'sed s/1/99/'; git config filter.nice.clean 'sed s/99/1/'
      rm results/e1/metrics.json; git checkout -q -- results/e1/metrics.json
      test $(cat results/e1/metrics.json) = 99; test -z "$(git status --porcelain)"
      """)
    #expect(try project.verify().open == ["hidden-change results/e1/metrics.json"])
    try project.shell(
      """
      rm .git/info/attributes; git config core.autocrlf true
      rm results/e1/metrics.json specs/e1.md; git checkout -q -- results specs
      grep -q "$(printf '\\r')" specs/e1.md; test -z "$(git status --porcelain)"
      """)
    #expect(try project.verify().open == [])
  }

  @Test func `a sparse work tree is nobody's violation`() throws {
    let project = try VerifiedProject()
    try project.shell("git sparse-checkout set specs; test ! -e results")
    let answer = try project.verify()
    #expect(answer.status == 0, "\(answer)")
  }
}

/// A project that never used this program.
@Suite struct VerifyForeignTests {
  private let session: Session

  init() throws {
    session = try Session()
    try shell(
      """
      mkdir -p .kit/experiments results/exp-1 results/exp-2
      echo promise > .kit/experiments/exp-1.md; git add -A; git commit -qm "Spec 1"
      echo 1 > results/exp-1/metrics.json; git add -A; git commit -qm "Result 1"
      echo promise > .kit/experiments/exp-2.md; echo 1 > results/exp-2/metrics.json
      git add -A; git commit -qm "Spec and result 2"
      """)
  }

  private func shell(_ script: String) throws {
    let result = try session.call(["sh", "-euc", script])
    try #require(result.succeeded, "\(String(decoding: result.errors, as: UTF8.self))")
  }

  private func verify() throws -> VerifiedProject.Answer {
    let outcome = session.rtrack([
      "verify", "--json", "--specs", ".kit/experiments/*.md", "--results", "results/**",
    ])
    return VerifiedProject.Answer(
      status: outcome.status, json: try JSON.parse(Array(outcome.output.utf8)),
      errors: outcome.errors)
  }

  @Test func `its history is looked at by the patterns of the call, and nothing is written`() throws
  {
    let before = try session.call(["sh", "-c", "git for-each-ref; find .git | sort"]).output
    let answer = try verify()
    #expect(answer.status == 1)
    #expect(answer.open == ["order .kit/experiments/exp-2.md"], "\(answer.open)")
    #expect(try session.call(["sh", "-c", "git for-each-ref; find .git | sort"]).output == before)
  }

  @Test func `criteria ticked after the run, and a result written over, are found`() throws {
    try shell(
      """
      echo '- [x] ticked' >> .kit/experiments/exp-1.md; git commit -qam "Verdict of 1"
      echo 2 > results/exp-1/metrics.json; git commit -qam "Run 2"
      """)
    let answer = try verify()
    #expect(answer.open.contains("append-only changed .kit/experiments/exp-1.md"))
    #expect(answer.open.contains("append-only changed results/exp-1/metrics.json"))
  }

  @Test func `a pattern that cannot be meant is refused`() throws {
    let outcome = session.rtrack(["verify", "--specs", "/etc/*"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("without a slash"), "\(outcome.errors)")
  }
}
