import Documents
import Platform
import Testing

@testable import Enforcement
@testable import rtrack

/// Beside the programs that manage hooks: their layouts as they write them, and they themselves
/// where they are on the PATH.
@Suite struct HookManagerTests {
  /// What `pre-commit install` leaves: a script that gives everything to a Python module, which runs
  /// `NAME.legacy` of the folder that it is told. The Python here is a stand-in that does this.
  static let preCommit = """
    mkdir -p .git/hooks
    cat > ../python << 'END'
    #!/bin/sh
    echo "$*" >> ../ran; shift 3; kind=${1#--hook-type=}; folder=$3; shift 4
    old=$folder/$kind.legacy; [ ! -x "$old" ] || exec "$old" "$@"
    END
    chmod +x ../python
    for n in pre-commit pre-push; do
      [ ! -f .git/hooks/$n ] || mv .git/hooks/$n .git/hooks/$n.legacy
      printf '%s\\n' '#!/usr/bin/env bash' '# ID: 138fd403232d2ddd5efb44317e38bf03' \\
        "PYTHON=$PWD/../python" "args=(hook-impl --config=.pre-commit-config.yaml --hook-type=$n)" \\
        'here="$(cd "$(dirname "$0")" && pwd)"' 'args+=(--hook-dir "$here" -- "$@")' \\
        'exec "$PYTHON" -mpre_commit "${args[@]}"' > .git/hooks/$n
      chmod +x .git/hooks/$n
    done
    """

  /// What `lefthook install` leaves: hooks that call `lefthook run NAME`; others are put aside as
  /// `NAME.old`, and are not asked.
  static let lefthook = """
    mkdir -p .git/hooks .git/info
    printf '#!/bin/sh\\necho "lefthook $*" >> ../ran\\n' > ../bin/lefthook; chmod +x ../bin/lefthook
    for n in pre-commit; do
      [ ! -f .git/hooks/$n ] || mv .git/hooks/$n .git/hooks/$n.old
      printf '#!/bin/sh\\n[ "$LEFTHOOK" != 0 ] || exit 0\\n"%s" run "%s" "$@"\\n' \\
        "$PWD/../bin/lefthook" $n > .git/hooks/$n
      chmod +x .git/hooks/$n
    done
    """

  @Test(arguments: [preCommit, lefthook])
  func `a manager that was there first is asked first`(_ manager: String) throws {
    let project = try HookedProject(installing: false)
    try project.shell("mkdir -p .git/hooks; rm -f ../ran; " + manager)
    let before = try project.fingerprint(".git/hooks")
    try project.rtrack("hooks install")
    try project.shell("echo 2 > code/x; git commit -q -am x; grep -q pre-commit ../ran; rm ../ran")
    #expect(try project.stopped("echo 2 > results/a.json; git commit -q -am x").contains("results"))
    #expect(try project.shell("cat ../ran").contains("pre-commit"))
    try project.rtrack("hooks uninstall")
    #expect(try project.fingerprint(".git/hooks") == before)
  }

  @Test(arguments: [preCommit, lefthook])
  func `a manager that comes later is told, and leaves nothing open`(_ manager: String) throws {
    let project = try HookedProject()
    try project.shell(manager)
    #expect(try project.stopped("echo 2 > results/a.json; git commit -q -am x").contains("results"))
    let status = project.session.rtrack("hooks status")
    #expect(status.status == 1 && status.output.contains("pre-commit\treplaced"))
    try project.rtrack("hooks install")
    #expect(project.session.rtrack("hooks status").status == 0)
    try project.shell(
      "git checkout -q results; rm ../ran; echo 2 > code/x; git commit -q -am x; cat ../ran")
    // The manager writes its hooks again, over ours, as it does when its settings change.
    try project.shell(manager)
    try project.rtrack("hooks install")
    try project.shell("echo 3 > code/x; git commit -q -am x")
    try project.rtrack("hooks uninstall")
    let left = try project.shell(
      "ls -d .git/hooks*; ls .git/hooks; grep -l 'rtrack hooks' .git/hooks/* || :")
    for trace in ["rtrack", "legacy", "old"] { #expect(!left.contains(trace), "\(left)") }
  }

  @Test func `a hook that was put over ours does not cost the one of before`() throws {
    let project = try HookedProject(installing: false)
    try project.shell(
      "mkdir -p .git/hooks; cd .git/hooks; printf '#!/bin/sh\\n' > pre-commit; chmod +x pre-commit")
    try project.rtrack("hooks install")
    try project.shell("cd .git/hooks; rm pre-commit; echo theirs > pre-commit")
    try project.rtrack("hooks install")
    try project.rtrack("hooks uninstall")
    #expect(
      try project.shell("cd .git/hooks; cat pre-commit pre-commit.before-rtrack; ls -d ../hooks*")
        == "theirs\n#!/bin/sh\n../hooks")
  }

  @Test func `what is refused leaves an installation as it was`() throws {
    let project = try HookedProject()
    try project.shell("mkdir .githooks; git config core.hooksPath .githooks")
    try project.rtrack("hooks install")
    try project.shell("git worktree add -q ../other -b other")
    let before = try project.fingerprint(".git/hooks.rtrack") + project.shell("cat .git/config")
    #expect(project.session.rtrack("hooks install").status == 2)
    #expect(
      try project.fingerprint(".git/hooks.rtrack") + project.shell("cat .git/config") == before)
    #expect(try project.stopped("echo 2 > results/a.json; git commit -q -am x").contains("results"))
  }

  // MARK: The managers themselves

  static let top = Path.parent(Path.parent(Path.parent(#filePath)))

  private static func isThere(_ program: String) -> Bool {
    Child.locate(program, environment: Machine.environment) != nil
  }

  @Test func `the lines for managers name hooks that rtrack answers`() throws {
    let text = String(
      decoding: try FileSystem.read(Path.join(Self.top, ".pre-commit-hooks.yaml")), as: UTF8.self)
    let entries = text.split(separator: "\n").filter { $0.hasPrefix("  entry: rtrack hook ") }
    #expect(entries.count == 3)
    for part in text.split(separator: "- id: ").dropFirst() {
      let entry = try #require(part.split(separator: "\n").first { $0.hasPrefix("  entry:") })
      let name = String(entry.dropFirst("  entry: rtrack hook ".count))
      #expect(HookName(rawValue: name) != nil, "\(name)")
      #expect(part.contains("\n  always_run: true\n  pass_filenames: false\n"))
      #expect(part.contains("\n  stages: [\(name)]"))
    }
    let lefthook = String(
      decoding: try FileSystem.read(Path.join(Self.top, "hooks/lefthook.yml")), as: UTF8.self)
    let runs = lefthook.split(separator: "\n").filter { $0.hasPrefix("      run: rtrack hook ") }
    #expect(runs.count == 4)
    for run in runs {
      let name = run.dropFirst("      run: rtrack hook ".count).split(separator: " ")[0]
      #expect(HookName(rawValue: String(name)) != nil && lefthook.contains("\n\(name):\n"))
    }
  }

  @Test(.enabled(if: isThere("pre-commit")))
  func `pre-commit itself runs the hooks that are made for it`() throws {
    let project = try HookedProject(installing: false)
    project.session.environment["PATH"] =
      Path.join(project.root, "bin") + ":"
      + (project.session.environment["PATH"] ?? "")
    try project.shell(
      """
      git init -q ../tool; cp '\(Self.top)/.pre-commit-hooks.yaml' ../tool; cd ../tool
      git add -A; git commit -q -m t; rev=$(git rev-parse HEAD); cd ../repo
      printf '%s\\n' 'repos:' '- repo: ../tool' "  rev: $rev" '  hooks:' '  - id: rtrack' \\
        '  - id: rtrack-merge' '  - id: rtrack-message' > .pre-commit-config.yaml
      pre-commit install -t pre-commit -t pre-merge-commit -t prepare-commit-msg
      git add -A; git commit -q -m Managed
      """)
    try project.tamper()
    for attack in [
      "echo 2 > results/a.json; git commit -q -am x",
      "git rm -q results/a.json; git commit -q -m x",
      "echo 2 > results/a.json; git commit -q -n -am x", "git merge -q --no-ff -m m tamper",
      "git cherry-pick tamper",
    ] {
      #expect(try project.stopped(attack).contains("results/a.json"), "\(attack)")
      try project.shell("git reset -q --merge; git reset -q --hard")
    }
    // With rtrack's own hooks in front, both are asked.
    try project.rtrack("hooks install")
    #expect(try project.stopped("echo 2 > results/a.json; git commit -q -am x").contains("results"))
    let said = try project.shell("git checkout -q results; echo 2 > code/x; git commit -am x 2>&1")
    #expect(said.contains("Passed"), "\(said)")
  }

  @Test(.enabled(if: isThere("lefthook")))
  func `lefthook itself runs the lines that are made for it`() throws {
    let project = try HookedProject(installing: false)
    project.session.environment["PATH"] =
      Path.join(project.root, "bin") + ":"
      + (project.session.environment["PATH"] ?? "")
    try project.shell(
      """
      cp '\(Self.top)/hooks/lefthook.yml' .; lefthook install; git add -A; git commit -q -m Managed
      git init -q --bare ../far.git; git push -q ../far.git main
      """)
    try project.tamper()
    for attack in [
      "echo 2 > results/a.json; git commit -q -am x",
      "git rm -q results/a.json; git commit -q -m x",
      "echo 2 > results/a.json; git commit -q -n -am x", "git merge -q --no-ff -m m tamper",
      "git cherry-pick tamper", "git push -q ../far.git tamper:main",
    ] {
      #expect(try project.stopped(attack).contains("results/a.json"), "\(attack)")
      try project.shell("git reset -q --merge; git reset -q --hard")
    }
  }
}
