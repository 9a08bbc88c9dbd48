import Platform
import Testing

@testable import rtrack

/// Hooks that git's configuration names, on a git that has them (2.54 and later).
@Suite(
  .enabled(
    if: HookedProject.pathToConfiguredHooks != nil,
    "git here is older than 2.54, and RTRACK_NEWER_GIT names none"))
struct ConfiguredHookTests {
  private let path = HookedProject.pathToConfiguredHooks

  @Test func `they run where the folder of hooks is turned away`() throws {
    let project = try HookedProject(path: path)
    try project.shell("echo 2 > results/a.json")
    for attack in [
      "git -c core.hooksPath=/dev/null commit -q -am x",
      "git -c core.hooksPath=/dev/null commit -q -n -am x",
      "git -c core.hooksPath=/dev/null update-ref -d refs/heads/rtrack-ledger",
    ] {
      let said = try project.stopped(attack)
      #expect(said.contains("rtrack: "), "\(said)")
    }
    // And the folder's, where they are turned away.
    #expect(
      try project.stopped("git -c hook.rtrack-pre-commit.enabled=false commit -q -am x")
        .contains("results/a.json"))
    let status = project.session.rtrack("hooks status")
    #expect(status.status == 0, "\(status.output)")
  }

  @Test func `a git that was renewed is told to be missing them`() throws {
    let project = try HookedProject(path: path)
    try project.shell("git config --remove-section hook.rtrack-pre-push")
    let status = project.session.rtrack("hooks status")
    #expect(status.status == 1 && status.output.contains("pre-push\toutdated"))
    try project.rtrack("hooks install")
    #expect(project.session.rtrack("hooks status").status == 0)
  }

  @Test func `a configuration that was changed since keeps the change`() throws {
    let project = try HookedProject(installing: false, path: path)
    let before = try project.shell("cat .git/config")
    try project.rtrack("hooks install")
    try project.shell("git config x.y 1")
    try project.rtrack("hooks uninstall")
    #expect(try project.shell("git config --unset x.y; cat .git/config").hasPrefix(before))
    #expect(try !project.shell("cat .git/config").contains("hook.rtrack"))
  }

  @Test func `a repository that moved away from its hooks goes on`() throws {
    let project = try HookedProject(path: path)
    try project.shell(
      "mv ../repo ../moved; cd ../moved; mv .git/hooks .git/gone; git commit -q --allow-empty -m x")
  }

  @Test func `the ledger branch does not become another name`() throws {
    let project = try HookedProject(path: path)
    try project.tamper()
    for name in ["refs/heads/rtrack-ledger", "refs/rtrack/seen/origin"] {
      let said = try project.stopped("git symbolic-ref \(name) refs/heads/main")
      #expect(said.contains("no other name"), "\(said)")
    }
    #expect(
      try project.stopped("git switch -q -c s; git symbolic-ref refs/heads/main refs/heads/tamper")
        .contains("results/a.json"))
  }
}
