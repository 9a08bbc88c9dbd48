import Testing

@testable import rtrack

/// What a phase may not write is stopped where it is committed; what comes along from elsewhere
/// is left alone.
@Suite struct PhaseHookTests {
  private let project: HookedProject

  init() throws {
    project = try HookedProject()
    try project.shell(
      """
      mkdir -p experiments; echo '# Experiment: warm-up' > experiments/exp-001-warm-up.md
      echo '# Questions' > QUESTIONS.md; git add -A; git commit -q -m Frame
      """)
  }

  @Test(arguments: [
    "echo x >> QUESTIONS.md; git commit -q -am x", "echo x >> QUESTIONS.md; git commit -q -n -am x",
    "git rm -q QUESTIONS.md; git commit -q -m x",
    "echo x >> experiments/exp-001-warm-up.md; git commit -q -am x",
    "git mv experiments old; git commit -q -m x",
    "mkdir -p results/exp-000-base; echo 1 > results/exp-000-base/metrics.json; git add -A; "
      + "git commit -q -m x",
    "mkdir -p results/exp-001-warm-up; echo 1 > results/exp-001-warm-up/analysis.md; git add -A; "
      + "git commit -q -m x",
    "echo 3 > code/x; echo x >> QUESTIONS.md; git commit -q --amend -n --no-edit -a",
    "git revert --no-edit HEAD",
  ])
  func `RUN commits nothing of the others`(_ script: String) throws {
    try project.rtrack("phase RUN exp-001-warm-up")
    let before = try project.references()
    let said = try project.stopped(script)
    #expect(said.contains("RUN of exp-001-warm-up may not write"), "\(said)")
    #expect(said.contains("owned"), "\(said)")
    #expect(try project.references() == before)
  }

  @Test func `RUN commits code and its own results, and others commit theirs`() throws {
    try project.rtrack("phase RUN exp-001-warm-up")
    try project.shell(
      """
      echo 2 > code/x; mkdir -p results/exp-001-warm-up
      echo 1 > results/exp-001-warm-up/metrics.json
      git add -A; git commit -q -m Run; echo 3 > code/x; git commit -q --amend --no-edit -a
      """, isLoud: false)
    try project.rtrack("phase READ exp-001-warm-up")
    try project.shell(
      """
      echo 'CONFIRMED' > results/exp-001-warm-up/analysis.md; echo x >> QUESTIONS.md
      git add -A; git commit -q -m Read
      """, isLoud: false)
    try project.stopped("echo 4 > code/x; git commit -q -am x")
    try project.rtrack("phase LOG")
    try project.shell("git commit -q -am Log", isLoud: false)
    try project.rtrack("phase --end")
    try project.shell("echo 5 > code/x; echo y >> QUESTIONS.md; git commit -q -am x", isLoud: false)
  }

  @Test func `the environment names the phase, and so does the role of who speaks`() throws {
    let change = "echo x >> QUESTIONS.md; git add -A;"
    try project.stopped("\(change) RTRACK_PHASE=run git commit -q -m x")
    try project.rtrack("agent add maya --human")
    try project.rtrack("agent add flux --role RUN --as maya")
    try project.stopped("\(change) RTRACK_AGENT=flux git commit -q -m x")
    try project.shell("\(change) RTRACK_AGENT=maya git commit -q -m x")
  }

  @Test(arguments: [
    "git merge -q --no-edit side", "git cherry-pick side", "git rebase -q side",
    "git switch -q side; git rebase -q main", "git merge -q --squash side; git reset -q --hard",
    "git stash -q; git stash pop -q",
  ])
  func `what git brings along is nobody's writing`(_ script: String) throws {
    try project.shell(
      """
      git switch -q -c side; echo more >> QUESTIONS.md; git commit -q -am 'Read, elsewhere'
      git switch -q main; echo x > code/z; git add -A; git commit -q -m 'Run, here'
      echo y > code/z
      """)
    if !script.contains("stash") { try project.shell("git checkout -q -- code") }
    try project.rtrack("phase RUN exp-001-warm-up")
    try project.shell(script)
  }

  @Test func `the copy of the ledger is carried in any phase`() throws {
    try project.shell(
      """
      path=.research/experiments/exp-002-x/spec-k3f9q2.md; blob=$(echo s | git hash-object -w --stdin)
      export GIT_INDEX_FILE=.git/i; git read-tree rtrack-ledger
      git update-index --add --cacheinfo 100644,$blob,$path
      new=$(git commit-tree -p rtrack-ledger -m x $(git write-tree))
      git update-ref refs/heads/rtrack-ledger $new
      """)
    try project.rtrack("phase RUN exp-001-warm-up")
    try project.rtrack("carry")
    #expect(try project.shell("git ls-files .research").contains("exp-002-x/spec-k3f9q2.md"))
  }
}
