import Platform
import Testing

@testable import rtrack

/// Installing beside what stands there, and taking out without a trace; real git.
@Suite struct HookInstallTests {
  /// What a user may have had, each with a way to see that it ran.
  static let earlier = [
    // Nothing at all, not even a folder.
    "rm -rf .git/hooks",
    // Only git's samples.
    "mkdir -p .git/hooks; echo x > .git/hooks/pre-commit.sample",
    // Plain hooks, one of them a link to a file of the project, one that knows its neighbours.
    """
    mkdir -p .git/hooks tools; printf '#!/bin/sh\\necho ran "$@" >> ../ran\\n' > tools/check
    chmod +x tools/check; ln -s ../../tools/check .git/hooks/pre-commit
    printf '#!/bin/sh\\n. "$(dirname "$0")/common"; say "$(basename "$0")"\\n' > .git/hooks/commit-msg
    printf 'say() { echo "$1" >> ../ran; }\\n' > .git/hooks/common; chmod +x .git/hooks/commit-msg
    echo off > .git/hooks/post-commit
    """,
    // The whole folder a link.
    """
    rm -rf .git/hooks; mkdir githooks; printf '#!/bin/sh\\necho ran >> ../ran\\n' > githooks/pre-commit
    chmod +x githooks/pre-commit; ln -s ../githooks .git/hooks
    """,
    // husky: a relative core.hooksPath with a dispatcher that goes by its own name.
    """
    mkdir -p .husky/_; echo 'echo "husky $1" >> ../ran' > .husky/pre-commit
    printf 'n=$(basename "$0"); s=$(dirname "$(dirname "$0")")/$n; [ ! -f "$s" ] || sh "$s" "$n"\\n' \
      > .husky/_/h
    for n in pre-commit commit-msg post-commit pre-push; do
      printf '#!/usr/bin/env sh\\n. "$(dirname "$0")/h"\\n' > .husky/_/$n; chmod +x .husky/_/$n
    done
    git config core.hooksPath .husky/_
    """,
    // An absolute folder, for all repositories, in a file that somebody wrote by hand.
    """
    mkdir -p ../shared-hooks; printf '#!/bin/sh\\necho ran >> ../ran\\n' > ../shared-hooks/pre-commit
    chmod +x ../shared-hooks/pre-commit; git config --global core.hooksPath "$PWD/../shared-hooks"
    """,
    "printf '[core]\\n  # mine\\n\\thookspath=/nowhere/at/all   ; odd\\n[a \"b\"]\\n' >> .git/config",
  ]

  @Test(arguments: earlier)
  func `what stood there is asked first, and is back to the byte`(_ setting: String) throws {
    let project = try HookedProject(installing: false)
    try project.shell(setting)
    try project.shell("git add -A; git commit -q -n --allow-empty -m 'Hooks of mine'; rm -f ../ran")
    let before = try project.fingerprint(".git/hooks/..").split(separator: "\n")
      .filter { !$0.contains("./rtrack/protected") && !$0.contains("./index") }
    // Twice is once.
    try project.rtrack("hooks install")
    try project.rtrack("hooks install")
    #expect(project.session.rtrack("hooks status").status == 0)
    #expect(try project.stopped("echo 2 > results/a.json; git commit -q -am x").contains("results"))
    let runs = (try? project.session.read("../ran")) ?? ""
    #expect(runs.isEmpty != setting.contains("../ran"), "\(runs)")
    try project.shell("git checkout -q results; rm -f ../ran")
    try project.rtrack("hooks uninstall")
    let after = try project.fingerprint(".git/hooks/..").split(separator: "\n").filter {
      !$0.contains("./rtrack/protected") && !$0.contains("./index")
        && !$0.contains("./rtrack-checked")
    }
    // What git wrote while it tried is no matter of hooks.
    let kept = after.filter { !$0.contains("objects") && !$0.contains("./ORIG_HEAD") }
    #expect(before.filter { !$0.contains("objects") && !$0.contains("./ORIG_HEAD") } == kept)
    #expect(project.session.rtrack("hooks status").output.contains("No hooks"))
  }

  @Test func `arguments, input and answers of earlier hooks are passed on`() throws {
    let project = try HookedProject(installing: false)
    try project.shell(
      """
      mkdir -p .git/hooks; cd .git/hooks
      for n in pre-commit prepare-commit-msg commit-msg reference-transaction pre-push; do
        printf '#!/bin/sh\\necho "%s:$*" >> "$LOG"; cat >> "$LOG"; exit ${ANSWER:-0}\\n' $n > $n
        chmod +x $n
      done
      git init -q --bare ../../../far.git; git remote add far ../far.git
      """)
    // What they see without rtrack is what they must see with it.
    func seen() throws -> String {
      try project.shell(
        """
        export LOG=$PWD/../log; rm -f $LOG .git/ORIG_HEAD; echo 4 > code/x
        GIT_AUTHOR_DATE='@1 +0000' GIT_COMMITTER_DATE='@1 +0000' git commit -q -a --allow-empty -m x
        git push -q far HEAD:refs/heads/t; git push -q far :t; git reset -q --hard HEAD~1; cat $LOG
        """)
    }
    let without = try seen()
    try project.rtrack("hooks install")
    let with = try seen()
    #expect(with == without, "\(with)\n---\n\(without)")
    #expect(without.contains("pre-push:far") && without.contains("refs/heads/t"))
    let status = try project.session.call(
      ["sh", "-c", "export LOG=/dev/null; echo 9 > code/x; ANSWER=7 git commit -q -am x"])
    #expect(!status.succeeded)
    #expect(
      try project.shell("LOG=/dev/null ANSWER=7 .git/hooks/commit-msg f || echo $?") == "7")
  }

  @Test func `a relative folder beside linked work trees is refused with the reason`() throws {
    let project = try HookedProject(installing: false)
    try project.shell("mkdir .githooks; git config core.hooksPath .githooks")
    let before = try project.fingerprint(".git")
    // The work tree that holds the ledger branch does not count.
    try project.rtrack("hooks install")
    try project.rtrack("hooks uninstall")
    try project.shell("git worktree add -q ../other -b other")
    let refused = project.session.rtrack("hooks install")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("git runs no hook at all"))
    #expect(try project.shell("git config core.hooksPath") == ".githooks")
    try project.shell("git worktree remove ../other; git branch -q -D other")
    #expect(before.contains("githooks") == false)
  }

  @Test func `linked work trees are guarded, and one that looks elsewhere is told`() throws {
    let project = try HookedProject()
    try project.shell("git worktree add -q ../other -b other")
    project.session.directory += "/../other"
    #expect(try project.stopped("echo 2 > results/a.json; git commit -q -am x").contains("results"))
    #expect(project.session.rtrack("hooks status").status == 0)
    try project.shell(
      HookedProject.bypass
        + "\ngit config --unset core.hooksPath; git config extensions.worktreeConfig true\n"
        + "git config --worktree core.hooksPath /nowhere")
    let status = project.session.rtrack("hooks status")
    #expect(status.status == 1)
    #expect(status.output.contains("bypassed") && status.output.contains("/nowhere"))
    #expect(project.session.rtrack("hooks install").status == 2)
  }

  @Test(arguments: [
    ("rm .git/hooks/pre-commit", "pre-commit\tmissing"),
    ("chmod -x .git/hooks/pre-commit", "pre-commit\tnot-executable"),
    ("printf '#!/bin/sh\\n' > .git/hooks/pre-push", "pre-push\treplaced"),
    ("echo '# more' >> .git/hooks/pre-push", "pre-push\toutdated"),
    (HookedProject.bypass, "pre-commit\tbypassed"),
  ])
  func `status tells what is not live`(_ damage: String, _ line: String) throws {
    let project = try HookedProject()
    try project.shell(damage)
    let status = project.session.rtrack("hooks status")
    #expect(status.status == 1)
    #expect(status.output.contains(line), "\(status.output)")
  }

  @Test func `doctor's canary shows whether git runs them here`() throws {
    let project = try HookedProject()
    let before = try project.references()
    func told() -> String {
      project.session.rtrack("doctor").output.split(separator: "\n")
        .filter { $0.contains("\thooks\t") }.joined(separator: "\n")
    }
    #expect(told().hasPrefix("ok"))
    try project.shell("chmod -x .git/hooks/pre-push")
    #expect(told().hasPrefix("wrong") && told().contains("pre-push"))
    try project.shell("chmod +x .git/hooks/pre-push\n" + HookedProject.bypass)
    #expect(told().contains("reference-transaction") && told().contains("pre-commit"))
    #expect(try project.references() == before)
    try project.shell("git config --unset core.hooksPath; rm ../bin/rtrack")
    #expect(told().hasPrefix("wrong"))
  }

  @Test func `a hook that came later is told, and a new installation passes it on`() throws {
    let project = try HookedProject(installing: false)
    try project.shell("mkdir ../h; git config core.hooksPath $PWD/../h")
    try project.rtrack("hooks install")
    try project.shell(
      "printf '#!/bin/sh\\necho late >> ../ran\\n' > ../h/commit-msg; chmod +x ../h/commit-msg")
    let status = project.session.rtrack("hooks status")
    #expect(status.status == 1 && status.output.contains("commit-msg"))
    try project.rtrack("hooks install")
    try project.shell("echo 2 > code/x; git commit -q -am x; grep -q late ../ran")
  }

  @Test func `a file that came meanwhile survives the taking out`() throws {
    let project = try HookedProject(installing: false)
    try project.shell(
      """
      mkdir -p .git/hooks; printf '#!/bin/sh\\n' > .git/hooks/pre-push; chmod +x .git/hooks/pre-push
      """
    )
    try project.rtrack("hooks install")
    try project.shell(
      """
      cd .git/hooks; echo mine > post-merge; mv pre-commit pre-commit.legacy; echo theirs > pre-commit
      """
    )
    try project.rtrack("hooks uninstall")
    #expect(
      try project.shell(
        "cd .git/hooks; ls | grep -v sample | tr '\\n' ' '; cat post-merge pre-commit")
        == "post-merge pre-commit pre-push mine\ntheirs")
    #expect(try project.shell("ls -d .git/hooks*") == ".git/hooks")
  }
}
