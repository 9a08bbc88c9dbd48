import Git
import Ledger
import Research
import Testing

@testable import Enforcement

@Suite struct CheckTests {
  let old = ["specs/e1.md": "one", "results/e1/metrics.json": "{}", "src/main.c": "int"]

  @Test func `what grows only, and what is free, breaks nothing`() throws {
    let forest = try Forest()
    var new = old
    new["specs/e2.md"] = "two"
    new["results/e2/metrics.json"] = "{}"
    new["src/main.c"] = "void"
    new["specs/notes/draft.txt"] = "free"
    #expect(try forest.verdict([old], new) == [])
    #expect(try forest.verdict([], new) == [])
    #expect(try forest.verdict([new], new) == [])
    new["specs/notes/draft.txt"] = nil
    new["src/main.c"] = nil
    #expect(try forest.verdict([old], new) == [])
  }

  @Test func `each way to touch what was committed is named for what it is`() throws {
    let forest = try Forest()
    func after(_ change: (inout [String: String]) -> Void) throws -> [String] {
      var new = old
      change(&new)
      return try forest.verdict([old], new)
    }
    #expect(try after { $0["specs/e1.md"] = "three" } == ["append-only changed specs/e1.md"])
    #expect(try after { $0["specs/e1.md"] = "" } == ["append-only emptied specs/e1.md"])
    #expect(try after { $0["specs/e1.md"] = nil } == ["append-only removed specs/e1.md"])
    #expect(
      try after {
        $0["specs/e1.md"] = nil
        $0["old/e1.md"] = "one"
      } == ["append-only renamed specs/e1.md"])
    #expect(
      try after {
        $0["specs/e1.md"] = nil
        $0["specs/e1.md/inner"] = "one"
      } == ["append-only retyped specs/e1.md"])
    #expect(
      try after {
        $0["results/e1/metrics.json"] = nil
        $0["results/e1"] = "a file now"
      } == ["append-only retyped results/e1/metrics.json"])
  }

  @Test(arguments: [Tree.Mode.executable, .symbolicLink, .submodule])
  func `another kind of entry is no longer what was committed`(_ mode: Tree.Mode) throws {
    let forest = try Forest()
    let before = try forest.tree(["specs/e1.md": Forest.File(text: "one")])
    let after = try forest.tree(["specs/e1.md": Forest.File(text: "one", mode: mode)])
    let found = try forest.violations([before], after)
    #expect(found.map(\.line) == ["append-only retyped specs/e1.md"])
    #expect(found.first?.before?.mode == .file && found.first?.after?.mode == mode)
  }

  @Test func `a folder of promises replaced by a link loses each of them`() throws {
    let forest = try Forest()
    let before = try forest.tree([".research/experiments/a/x.md": "1", ".research/x": "2"])
    let after = try forest.tree([
      ".research/experiments": Forest.File(text: "/tmp", mode: .symbolicLink),
      ".research/x": Forest.File(text: "2"),
    ])
    #expect(
      try forest.violations([before], after).map(\.line) == [
        "name added .research/experiments", "append-only retyped .research/experiments/a/x.md",
      ])
    let gitlink = try forest.tree([".research": Forest.File(text: "", mode: .submodule)])
    #expect(
      try forest.violations([before], gitlink).map(\.line) == [
        "name added .research", "append-only retyped .research/experiments/a/x.md",
        "append-only retyped .research/x",
      ])
  }

  @Test func `a merge must hold what each parent holds, and parents may not differ`() throws {
    let forest = try Forest()
    var left = old
    left["specs/left.md"] = "l"
    var right = old
    right["results/right/metrics.json"] = "3"
    let both = left.merging(right) { $1 }
    #expect(try forest.verdict([left, right], both) == [])
    #expect(
      try forest.verdict([left, right], left)
        == ["append-only removed results/right/metrics.json"])
    // A line that never had any of it takes nothing away.
    #expect(try forest.verdict([both, ["other": "line"]], both) == [])
    right["specs/e1.md"] = "tampered"
    for result in ["one", "tampered", "third"] {
      var merged = both
      merged["specs/e1.md"] = result
      #expect(
        try forest.verdict([left, right], merged) == ["two-versions changed specs/e1.md"])
    }
    var octopus = both
    octopus["specs/third.md"] = "third"
    let parents = [left, both, ["specs/third.md": "third"]]
    #expect(try forest.verdict(parents, octopus) == [])
    #expect(try forest.verdict(parents, both) == ["append-only removed specs/third.md"])
  }

  @Test func `returning to the first version heals`() throws {
    let forest = try Forest()
    let first = try forest.repository.entry(at: "specs/e1.md", in: forest.tree(old))
    var tampered = old
    tampered["specs/e1.md"] = "tampered"
    var asked: [String] = []
    let lookup = { (path: String) in
      asked.append(path)
      return path == "specs/e1.md" ? first : nil
    }
    #expect(try forest.verdict([tampered], old, firstVersion: lookup) == [])
    #expect(try forest.verdict([tampered, old], old, firstVersion: lookup) == [])
    #expect(
      try forest.verdict([old], tampered, firstVersion: lookup)
        == ["append-only changed specs/e1.md"])
    asked = []
    var new = old
    new["specs/e9.md"] = "nine"
    _ = try forest.verdict([old], new, firstVersion: lookup)
    #expect(asked == [], "looked through history though nothing was broken")
  }

  @Test func `nothing is added to a run whose manifest is committed`() throws {
    let forest = try Forest()
    let run = ["results/e1/1-abc/metrics.json": "{}"]
    let sealed = run.merging(["results/e1/1-abc/manifest.sha256": "…"]) { $1 }
    #expect(try forest.verdict([run], sealed) == [])
    var late = sealed
    late["results/e1/1-abc/more/extra.csv"] = "1"
    late["results/e1/2-def/metrics.json"] = "{}"
    #expect(
      try forest.verdict([sealed], late) == ["sealed added results/e1/1-abc/more/extra.csv"])
    // Brought along by another line of history.
    let side = run.merging(["results/e1/1-abc/side.csv": "2"]) { $1 }
    #expect(
      try forest.verdict([sealed, side], sealed.merging(side) { $1 })
        == ["sealed added results/e1/1-abc/side.csv"])
  }

  @Test func `only a run's own folder is sealed, and all below it`() throws {
    let forest = try Forest()
    let base = [".research/results/e1/1-abc234/run.json": "{}"]
    for folder in [".research/results", ".research/results/e1"] {
      let high = base.merging(["\(folder)/manifest.sha256": "…"]) { $1 }
      let more = high.merging([".research/results/e1/2-def234/run.json": "{}"]) { $1 }
      let found = try forest.verdict([high], more, on: .ledger)
      #expect(!found.contains { $0.hasPrefix("sealed") }, "\(folder)")
    }
    let sealed = base.merging([".research/results/e1/1-abc234/manifest.sha256": "…"]) { $1 }
    for name in ["x", "a/b/c/x", "manifest.sha256.more/x", "a/manifest.sha256"] {
      let path = ".research/results/e1/1-abc234/\(name)"
      let found = try forest.verdict([sealed], sealed.merging([path: "1"]) { $1 }, on: .ledger)
      #expect(found == ["sealed added \(path)"])
    }
  }

  @Test func `of drafts before the first result none heals, and what stood then does`() throws {
    let forest = try Forest()
    let rules = [
      Protection(pattern: "exp/*.md", content: .specs, freeze: .firstResult),
      Protection(pattern: "results/**", content: .results),
    ]
    let result = ["results/e1/metrics.json": "{}"]
    func tree(_ spec: String, _ more: [String: String] = [:]) throws -> ObjectID {
      try forest.tree(["exp/e1.md": spec].merging(more) { $1 })
    }
    let history = try [tree("draft"), tree("promise"), tree("promise", result)]
    let tampered = try tree("tampered", result)
    func verdict(_ after: ObjectID) throws -> [String] {
      var commit = CheckedCommit(
        parents: [tampered], tree: after,
        firstVersion: { try forest.repository.entry(at: $0, in: history[0]) })
      commit.frozenVersion = { path, isBound in
        let bound = try history.first { try isBound($0) }
        return try bound.flatMap { try forest.repository.entry(at: path, in: $0) }
      }
      return try Check(forest.repository, Protections(rules), on: .code).violations(of: commit)
        .map(\.line)
    }
    #expect(try verdict(tree("promise", result)) == [])
    #expect(try verdict(tree("draft", result)) == ["freeze changed exp/e1.md"])
  }

  @Test func `a spec that freezes at its first result is free until then`() throws {
    let forest = try Forest()
    let rules = [
      Protection(pattern: "exp/**", content: .specs, freeze: .firstResult),
      Protection(pattern: "results/**", content: .results),
    ]
    var free = ["exp/e1.md": "a", "exp/e2/spec.md": "b", "results/e2/metrics.json": "{}"]
    let before = free
    free["exp/e1.md"] = "ticked"
    #expect(try forest.verdict([before], free, rules) == [])
    free["exp/e1.md"] = nil
    #expect(try forest.verdict([before], free, rules) == [])
    var bound = before
    bound["exp/e2/spec.md"] = "moved threshold"
    #expect(try forest.verdict([before], bound, rules) == ["freeze changed exp/e2/spec.md"])
    // Directories that differ from their spec by case are its results all the same.
    var shouted = before
    shouted["results/E1/metrics.json"] = "{}"
    var after = shouted
    after["exp/e1.md"] = "ticked"
    #expect(try forest.verdict([shouted], after, rules) == ["freeze changed exp/e1.md"])
    // A line that has no result yet may have another draft; the one with the result binds.
    var draft = before
    draft["exp/e1.md"] = "draft"
    #expect(try forest.verdict([shouted, draft], shouted, rules) == [])
    #expect(
      try forest.verdict([draft, shouted], shouted.merging(draft) { $1 }, rules)
        == ["freeze changed exp/e1.md"])
  }
}
