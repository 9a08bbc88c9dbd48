import Platform
import Testing

@testable import rtrack

/// `rtrack revert` beside `git revert`, with hooks.
@Suite struct RevertTests {
  @Test func `code goes back, and results stay`() throws {
    let project = try HookedProject()
    try project.shell(
      """
      echo 2 > code/x; echo '{"b": 1}' > results/b.json; echo n > code/new; git rm -q readme.md
      mkdir code/d; echo 1 > code/d/e; git add -A; git commit -q -m 'Code and a result'
      echo later > code/later; git add -A; git commit -q -m later
      """)
    let refused = try project.stopped("git revert --no-edit HEAD~1")
    let reverted = try project.shell("git rev-parse HEAD~1").prefix(10)
    #expect(refused.contains("results/b.json") && refused.contains("rtrack revert \(reverted)"))
    try project.shell("git revert --abort 2> /dev/null || git reset -q --hard")
    let outcome = project.session.rtrack("revert HEAD~1")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("results/b.json"))
    #expect(
      try project.shell("git ls-files; cat code/x; git status --short; git log -1 --format=%s")
        == "code/later\ncode/x\nreadme.md\nresults/a.json\nresults/b.json\n1\n"
        + "Revert \"Code and a result\"")
  }

  @Test func `a merge says its line, and what only brought results changes nothing`() throws {
    let project = try HookedProject()
    try project.shell(
      """
      git switch -q -c t; echo 2 > code/x; echo 1 > results/b.json; git add -A; git commit -q -m t
      git switch -q main; git merge -q --no-ff -m merged t; echo 1 > results/c.json; git add -A
      git commit -q -m c
      """)
    #expect(project.session.rtrack("revert HEAD").status == 1)
    #expect(project.session.rtrack("revert HEAD~1").errors.contains("--mainline 1"))
    #expect(project.session.rtrack("revert HEAD~1 --mainline 1").status == 0)
    #expect(
      try project.shell("cat code/x; ls results | tr '\\n' ' '") == "1\na.json b.json c.json ")
  }

  @Test func `conflicts are git's own, and nothing staged gets into the commit`() throws {
    let project = try HookedProject()
    try project.shell("echo 2 > code/x; git commit -q -am 2; echo 3 > code/x; git commit -q -am 3")
    let outcome = project.session.rtrack("revert HEAD~1")
    #expect(outcome.status == 2 && outcome.errors.contains("conflict"), "\(outcome.errors)")
    #expect(try project.shell("git status --short") == "UU code/x")
    try project.shell("git reset -q --hard; echo s > code/s; git add -A")
    #expect(project.session.rtrack("revert HEAD").errors.contains("staged"))
    #expect(project.session.rtrack("revert nothing").status == 2)
    #expect(project.session.rtrack(["revert", "--", "--all"]).status == 2)
  }
}
