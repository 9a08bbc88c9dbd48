import Platform
import Testing

@testable import rtrack

/// A project that ticks criteria in its specs: free until the first result; real git throughout.
@Suite struct AdoptedProjectTests {
  /// Specs in `exp`, results in `out`; `e1` was a draft, then a promise, then had a result, `e2` has
  /// none.
  private func adopted() throws -> HookedProject {
    let project = try HookedProject()
    try project.rtrack("protect add exp/*.md --as specs --freeze first-result")
    try project.rtrack("protect add out/** --as results")
    try project.shell(
      """
      mkdir exp out; echo draft > exp/e1.md; echo draft > exp/e2.md; git add -A; git commit -q -m d
      git branch before; echo promise > exp/e1.md; git commit -q -am p
      mkdir out/E1; echo '{}' > out/E1/metrics.json; git add -A; git commit -q -m r
      """, isLoud: false)
    return project
  }

  @Test(arguments: [
    "echo ticked > exp/e1.md; git commit -q -am x", "echo ticked > exp/e1.md; git commit -qanm x",
    "git checkout -q before -- exp/e1.md; git commit -q -m x",
    "git rm -q exp/e1.md; git commit -q -m x",
    "git mv exp/e1.md exp/e3.md; git commit -q -m x",
    "echo ticked > exp/e1.md; git add -A; git commit -q --amend --no-edit",
    "ln -sf e2.md exp/e1.md; git add -A; git commit -q -m x",
    "git switch -q before; echo other > exp/e1.md; git commit -q -am o; git switch -q main; "
      + "git merge -q -m m -X theirs before",
    "git rm -q -r out; git commit -q -m x",
  ])
  func `after its first result a spec stands`(_ attack: String) throws {
    let project = try adopted()
    let before = try project.shell("git rev-parse main")
    let said = try project.stopped(attack)
    #expect(said.contains("exp/e1.md (") || said.contains("out/E1/metrics.json ("), "\(said)")
    #expect(try project.shell("git rev-parse main") == before)
  }

  @Test func `before it a spec is free, and on every branch that has no result`() throws {
    let project = try adopted()
    try project.shell(
      """
      echo ticked > exp/e2.md; git commit -q -am x; git mv exp/e2.md exp/e4.md; git commit -q -m x
      git switch -q before; echo other > exp/e1.md; git commit -q -am o
      git switch -q main; git merge -q -s ours -m m before
      """, isLoud: false)
  }

  @Test func `what got through is healed by the promise, not by a draft`() throws {
    let project = try adopted()
    try project.shell(
      "echo ticked > exp/e1.md; git -c core.hooksPath=/dev/null commit -q -am tampered")
    try project.stopped("git checkout -q before -- exp/e1.md; git commit -q -m x")
    try project.shell(
      "git checkout -q -f HEAD~1 -- exp/e1.md; git commit -q -m healed", isLoud: false)
    // Taken away and brought back otherwise, it did not begin anew.
    try project.shell(
      """
      q() { git -c core.hooksPath=/dev/null "$@"; }; git rm -q results/a.json; q commit -q -m gone
      mkdir results; echo 9 > results/a.json; git add -A; q commit -q -m anew
      git checkout -q HEAD~2 -- results/a.json; git commit -q -m healed
      """, isLoud: false)
  }
}
