import Documents
import Platform
import Testing

@testable import rtrack

/// A real project's specs and results, which lie beside this one where it is developed, adopted as
/// they are and then broken in every way: with real git, before hooks and without them.
@Suite(.enabled(if: RealProject.isThere)) struct AdoptedResearchTests {
  /// Something that nobody may do. `$S` are the specs, `$R` the results.
  private struct Break {
    let name: String
    let script: String
    /// A finding that must be there, as `rule act path` below the results' root.
    let finding: String
  }

  private static let five = "exp-005-null-calibration"
  private static let six = "exp-006-signal-detection"

  private static let breaks = [
    Break(
      name: "a measurement edited", script: "sed -i 's/0/1/' $R/\(five)/metrics.json",
      finding: "append-only changed results/\(five)/metrics.json"),
    Break(
      name: "a folder renamed", script: "git mv $R/\(five) $R/exp-012-better",
      finding: "append-only renamed results/\(five)/metrics.json"),
    Break(
      name: "a link in its place",
      script: "ln -sf ../\(six)/metrics.json $R/\(five)/metrics.json",
      finding: "append-only retyped results/\(five)/metrics.json"),
    Break(
      name: "a program of it", script: "chmod +x $R/\(five)/metrics.json",
      finding: "append-only retyped results/\(five)/metrics.json"),
    Break(
      name: "a file emptied", script: ": > $R/\(five)/config.json",
      finding: "append-only emptied results/\(five)/config.json"),
    Break(
      name: "a file deleted", script: "rm $R/\(five)/analysis.md",
      finding: "append-only removed results/\(five)/analysis.md"),
    Break(
      name: "a name of other case",
      script:
        "mkdir $R/EXP-005-null-calibration; echo {} > $R/EXP-005-null-calibration/metrics.json",
      finding: "name added results/EXP-005-null-calibration"),
    Break(
      name: "a verdict before its metrics",
      script: "echo CONFIRMED > $R/exp-003-does-the-observation-space-contain-any-p/analysis.md",
      finding:
        "content added results/exp-003-does-the-observation-space-contain-any-p/analysis.md"),
    Break(
      name: "another's results over these",
      script: "cp $R/\(six)/metrics.json $R/\(five)/metrics.json",
      finding: "append-only changed results/\(five)/metrics.json"),
    Break(
      name: "metrics that are cut off",
      script: "mkdir $R/exp-013-new; "
        + "head -c 900 $R/\(six)/metrics.json > $R/exp-013-new/metrics.json",
      finding: "content added results/exp-013-new/metrics.json"),
    Break(
      name: "criteria ticked after the run",
      script: "sed -i 's/- \\[ \\]/- [x]/' $S/\(five).md",
      finding: "RULE changed experiments/\(five).md"),
    Break(
      name: "a spec renamed", script: "git mv $S/\(five).md $S/exp-055-null-calibration.md",
      finding: "RULE renamed experiments/\(five).md"),
  ]

  /// What stays allowed: more results, a draft without a number, code.
  private static let honest = """
    mkdir $R/exp-010-permutation-test; cp $R/\(six)/metrics.json $R/exp-010-permutation-test
    git add -A; git commit -q -m Metrics
    echo INCONCLUSIVE > $R/exp-010-permutation-test/analysis.md
    echo '# A plan' > "$S/Another plan.md"; echo 2 > code/x; git add -A; git commit -q -m Analysis
    """

  @Test(arguments: [
    ("", "at-once", "append-only"), (".kit/", "first-result", "freeze"),
  ])
  func `a project that is adopted as it is stands, whatever is done to it`(
    _ root: String, _ freeze: String, _ rule: String
  ) throws {
    let project = try HookedProject()
    project.session.environment["S"] = root + "experiments"
    project.session.environment["R"] = root + "results"
    // In the ledger's own time, so that nothing is older than its protection.
    project.session.environment["GIT_COMMITTER_DATE"] = "2026-11-22T12:00:00Z"
    try project.shell(
      """
      mkdir -p $S $R; cp -r '\(RealProject.folder)'/experiments/* $S; cp -r '\(RealProject.folder)'/results/* $R
      chmod -R u+w $S $R; git add -A; git commit -q -m 'As it was'
      """)
    try project.rtrack("protect add \(root)experiments/*.md --as specs --freeze \(freeze)")
    try project.rtrack("protect add \(root)results/** --as results")
    try project.shell(Self.honest, isLoud: false)
    #expect(project.session.rtrack("verify").status == 0)
    try project.shell("git tag adopted")
    if freeze == "first-result" {
      try project.shell(
        "echo more >> \"$S/Another plan.md\"; git commit -q -am Draft; git reset -q --hard adopted",
        isLoud: false)
    }

    for one in Self.breaks {
      for options in ["-q -m x", "-q --no-verify -m x"] {
        let said = try project.stopped("\(one.script); git add -A; git commit \(options)")
        #expect(said.contains("rtrack: "), "\(one.name): \(said)")
        try project.shell("git reset -q --hard adopted; git clean -q -f -d")
      }
    }

    try project.shell(HookedProject.bypass)
    for one in Self.breaks {
      try project.shell("\(one.script); git add -A; git commit -q -m x")
      let outcome = project.session.rtrack("verify --json")
      #expect(outcome.status == 1, "\(one.name)")
      let words = one.finding.replacing("RULE", with: rule).split(separator: " ")
      let found = try JSON.parse(Array(outcome.output.utf8))["findings"]?.array ?? []
      #expect(
        found.contains { finding in
          finding["standing"]?.string == "open" && finding["path"]?.string == root + words[2]
            && finding["rule"]?.string == String(words[0])
            && finding["act"]?.string == String(words[1])
        }, "\(one.name)\n\(outcome.output)")
      try project.shell("git reset -q --hard adopted; git clean -q -f -d")
    }
    #expect(project.session.rtrack("verify").status == 0)
  }
}

private enum RealProject {
  static let folder = Path.join(
    Path.parent(FormatPageTests.top("")), "shared/data/research-kit/lob-rl")
  static let isThere = (try? FileSystem.entries(Path.join(folder, "experiments"))) != nil
}
